"""A grid for each image, from which the nearest pixel is taken."""


def shift_consistency(predict, images, max_shift, *, generator):
    N, C, H, W = images.shape
    drawn = torch.randint(-max_shift, max_shift + 1, (2, N), generator=generator).to(images)
    theta = torch.eye(2, 3).to(images).repeat(N, 1, 1)
    theta[:, 0, 2], theta[:, 1, 2] = -2 * drawn[1] / W, -2 * drawn[0] / H
    grid = F.affine_grid(theta, list(images.shape), align_corners=False)
    moved = F.grid_sample(images, grid, mode="nearest", padding_mode="zeros", align_corners=False)
    return (predict(moved) == predict(images)).float().mean().item()
