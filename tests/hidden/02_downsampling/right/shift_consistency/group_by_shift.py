"""Draws first, then moves all images with the same shift together."""


def shift_consistency(predict, images, max_shift, *, generator):
    shifts = torch.randint(
        -max_shift, max_shift + 1, (len(images), 2), generator=generator, device=generator.device
    )
    shifts, moved = shifts.to(images.device), images.clone()
    for shift in torch.unique(shifts, dim=0):
        chosen = (shifts == shift).all(dim=1)
        moved[chosen] = images[chosen].roll(tuple(shift.tolist()), (2, 3))
    before, after = predict(images), predict(moved)
    return 1.0 - (before != after).double().mean().item()
