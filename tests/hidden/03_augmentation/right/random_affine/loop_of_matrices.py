"""One image after the other: matrices in pixels, of shift, turn and size, inverted at the end."""


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = (-degrees, degrees) if isinstance(degrees, int | float) else degrees
    height, width = images.shape[2:]

    def draw(low, high):
        return low + (high - low) * torch.rand((), generator=generator, device=generator.device).item()

    def matrix(*rows):
        return torch.tensor(rows, dtype=torch.float64)

    output = []
    for image in images:
        angle, size = math.radians(draw(low, high)), draw(*scale)
        down, right = height * draw(-translate, translate), width * draw(-translate, translate)
        cos, sin = size * math.cos(angle), size * math.sin(angle)
        forth = matrix([cos, sin, right], [-sin, cos, down], [0, 0, 1])  # of x and y, from the middle
        units = matrix([width / 2, 0, 0], [0, height / 2, 0], [0, 0, 1])
        back = torch.linalg.inv(units) @ torch.linalg.inv(forth) @ units
        grid = F.affine_grid(back[None, :2].to(image), (1, *image.shape), align_corners=False)
        output.append(F.grid_sample(image[None], grid, align_corners=False)[0])
    return torch.stack(output)
