"""One image after the other by torchvision, whose affine turns clockwise."""

from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2 import functional as tv


def random_affine(images, *, degrees=0.0, translate=0.0, scale=(1.0, 1.0), generator):
    low, high = degrees if isinstance(degrees, tuple | list) else (-degrees, degrees)
    height, width = images.shape[2:]
    output = []
    for image in images:
        a, b, c, d = torch.rand(4, generator=generator, device=generator.device).tolist()
        output.append(
            tv.affine(
                image,
                angle=-(low + (high - low) * a),
                translate=[width * translate * (2 * b - 1), height * translate * (2 * c - 1)],
                scale=scale[0] + (scale[1] - scale[0]) * d,
                shear=[0.0, 0.0],
                interpolation=InterpolationMode.BILINEAR,
            )
        )
    return torch.stack(output)
