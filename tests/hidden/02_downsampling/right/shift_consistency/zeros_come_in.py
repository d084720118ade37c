"""Pads with zeros and crops, one image after the other, one call of predict for each."""


def shift_consistency(predict, images, max_shift, *, generator):
    same = 0
    for image in images.split(1):
        dy, dx = (
            int(torch.randint(-max_shift, max_shift + 1, (1,), generator=generator, device=generator.device))
            for _ in range(2)
        )
        moved = F.pad(image, (dx, -dx, dy, -dy))
        same += int(predict(image)[0] == predict(moved)[0])
    return same / len(images)
