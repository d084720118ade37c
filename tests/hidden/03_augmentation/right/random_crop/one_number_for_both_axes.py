"""Draws one of all places, row by row, and takes rows and columns from it."""


def random_crop(images, padding, *, generator):
    height, width = images.shape[2:]
    side = 2 * padding + 1
    place = torch.randint(side * side, (len(images),), generator=generator, device=generator.device)
    canvas = images.new_zeros(*images.shape[:2], height + 2 * padding, width + 2 * padding)
    canvas[:, :, padding : padding + height, padding : padding + width] = images
    output = torch.empty_like(images)
    for n, number in enumerate(place.tolist()):
        y, x = divmod(number, side)
        output[n] = canvas[n, :, y : y + height, x : x + width]
    return output
