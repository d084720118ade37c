"""Hidden suite of `brighten`."""
# $canary

import torch

from autograder.testing import (
    expect_close,
    expect_tensor,
    expect_unchanged_arguments,
    parametrize,
    random,
    worth,
)


@worth(2)
@parametrize("amount", [0.25, -0.25, 0.0])
def test_adds_to_every_pixel(student, amount):
    """Adds to every pixel of images that stay in range by themselves."""
    images = 0.25 + random(2, 3, 4, 5) / 2

    expect_close(
        student.brighten(images, amount),
        images + amount,
        says="values are off where nothing leaves [0, 1]",
        look_at="every pixel gets the same amount, whatever it was",
    )


@worth(1)
@parametrize("amount", [0.4, 0.75])
def test_stays_at_most_1(student, amount):
    """What would be brighter than white is white."""
    images = random(2, 3, 4, 5)

    expect_close(
        student.brighten(images, amount),
        torch.minimum(images + amount, torch.ones_like(images)),
        says="values are off where the sum is above 1",
        look_at="clamp what leaves [0, 1], at both ends",
    )


@worth(1)
@parametrize("amount", [-0.4, -0.75])
def test_stays_at_least_0(student, amount):
    """What would be darker than black is black."""
    images = random(2, 3, 4, 5)

    expect_close(
        student.brighten(images, amount),
        torch.maximum(images + amount, torch.zeros_like(images)),
        says="values are off where the sum is below 0",
        look_at="clamp what leaves [0, 1], at both ends",
    )


@worth(1)
def test_leaves_its_input_alone(student):
    """The images that it was given are as they were."""
    images = random(2, 3, 4, 5)

    expect_tensor(student.brighten(images, 0.4), shape=images.shape)  # whoever does nothing harms nothing
    expect_unchanged_arguments(student, "brighten", images, 0.4)
