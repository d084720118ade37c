"""Hidden suite of `evolve_image`."""
# convnet-canary-7f3a

import math
from typing import Any

import numpy as np
import torch

from autograder.testing import (
    expect_at_least,
    expect_equal,
    expect_number,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    worth,
)

GENERATIONS, POPULATION = 80, 24


def _seed() -> int:
    return int(integers(0, 2**31))


def _weights(shape: tuple[int, int, int, int]) -> torch.Tensor:
    """What classes 0 and 1 look for: (2, C · H · W), in blocks of 2 by 3 pixels.

    Pixels drawn at random score 0 with a standard deviation of 1; the best image about 10.
    """
    _, channels, height, width = shape
    drawn = normal(2, channels, -(-height // 2), -(-width // 3), dtype=torch.float32)
    drawn = drawn.sign() * (0.5 + drawn.abs().clamp(max=1))
    blocks = drawn.repeat_interleave(2, 2).repeat_interleave(3, 3)[..., :height, :width].flatten(1)
    return blocks / (blocks.square().sum(1, keepdim=True) / 12).sqrt()


def _confidence(weights: torch.Tensor, target: int, images: torch.Tensor) -> float:
    """As `predict` below, on our side."""
    scores = (images.flatten(1).float() - 0.5) @ weights.T
    return torch.cat([scores, torch.full((len(images), 1), 5.0)], 1).softmax(1)[0, target].item()


def _evolved(
    student: Any,
    shape: tuple[int, int, int, int],
    target: int,
    weights: torch.Tensor,
    *,
    generations: int = GENERATIONS,
    population: int = POPULATION,
) -> tuple[torch.Tensor, float]:
    """The image and the confidence, safe to use."""
    answer = student.run(_run, shape, target, weights, generations, population, _seed())
    images, confidence, *_ = _parts(answer)
    if isinstance(confidence, torch.Tensor | np.generic) and math.prod(confidence.shape) == 1:
        confidence = confidence.item()  # whether it is a Python float, another test asks
    says = "the confidence is no number"
    return expect_tensor(images, shape=shape).real, expect_number(confidence, says=says)


def _parts(answer: object, count: int = 6) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    expect_true(answer is not None, says="the output is not a pair", look_at="return images, confidence")
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="evolve_image gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


@gate
@worth(0)
def test_no_gradients(student):
    """Calls predict only, and takes no gradients."""
    shape = (1, 1, 6, 6)
    answer = student.run(_run, shape, 0, _weights(shape), 3, POPULATION, _seed())
    _, _, count, needed, *_ = _parts(answer)
    says = "predict is given images that require gradients, but evolution does without"
    expect_equal(needed, False, says=says, look_at="change images at random, keep what predict likes best")
    asked = type(count) is int and count > 0
    expect_true(asked, says="predict is never called", look_at="predict(images)[:, target] tells who is fit")


@worth(4)
@parametrize("shape, target", [((1, 1, 8, 6), 0), ((1, 1, 8, 6), 1), ((1, 2, 4, 9), 1), ((1, 1, 4, 20), 0)])
def test_confidence_climbs(student, shape, target):
    """Breeds an image whose confidence is far above what as many random images reach."""
    weights = _weights(shape)
    images, _ = _evolved(student, shape, target, weights)
    expect_at_least(
        _confidence(weights, target, images.clamp(0, 1)),
        0.4,  # as many random images as are bred reach .2 at best
        says="after many generations, the confidence in the target is hardly above that of random images",
        look_at="in each generation, change the best ones a little at random, and keep the best of them",
    )


@worth(3)
@parametrize("generations, population", [(2, 24), (10, 24), (40, 24), (9, 2), (10, 2), (11, 2)])
@parametrize("target", [0, 1])
def test_confidence_is_truthful(student, target, generations, population):
    """The confidence is what predict says of the very image that is returned."""
    shape = (1, 1, 8, 6)
    weights = _weights(shape)
    options = {"generations": generations, "population": population}
    images, confidence = _evolved(student, shape, target, weights, **options)
    expect_number(
        confidence,
        _confidence(weights, target, images),
        tolerance=1e-4 if generations > 10 else 1e-6,
        says="the confidence is not what predict says of the image that is returned",
        look_at="predict(images)[0, target], asked in the end",
    )


@worth(2)
@parametrize("shape", [(1, 1, 7, 9), (1, 3, 6, 5)])
def test_image(student, shape):
    """Returns an image of the shape that was asked for, in [0, 1]."""
    answer = student.run(_run, shape, 0, _weights(shape), 30, POPULATION, _seed())
    images, *_, shown_inside = _parts(answer)
    images = expect_tensor(images, shape=shape).real
    expect_true(images.is_floating_point(), says=f"the image is {images.dtype}, not floating")
    inside = bool(((images >= -1e-6) & (images <= 1 + 1e-6)).all())
    look_at = "clamp(0, 1) after each change"
    expect_true(inside, says="there are pixels below 0 or above 1", look_at=look_at)
    says = "predict is asked about images with pixels below 0 or above 1"
    expect_equal(shown_inside, True, says=says, look_at=look_at)


@worth(1)
def test_python_float(student):
    """The confidence is a Python float."""
    shape = (1, 1, 6, 6)
    _, confidence, *_ = _parts(student.run(_run, shape, 1, _weights(shape), 3, POPULATION, _seed()))
    kind = type(confidence).__name__
    says = f"the confidence is of type {kind}, not float"
    expect_true(type(confidence) is float, says=says, look_at=".item()")


@worth(1)
def test_generations_and_population(student):
    """More generations, and a larger population, mean that predict judges more images."""
    shape = (1, 1, 6, 6)
    weights, seed = _weights(shape), _seed()
    counts = []
    for generations, population in ((4, 8), (24, 8), (4, 48)):
        answer = student.run(_run, shape, 0, weights, generations, population, seed)
        count = _parts(answer)[2]
        expect_true(type(count) is int, says="predict is given no batches of images")
        counts.append(count)
    few, longer, larger = counts
    says = "six times as many generations do not show predict far more images"
    expect_true(longer > 2.5 * few, says=says, look_at="for _ in range(generations)")
    says = "a population six times as large does not show predict far more images"
    expect_true(larger > 2.5 * few, says=says, look_at="each generation has `population` images")


@worth(2)
def test_generator(student):
    """The generator decides everything, and the global random state is left alone."""
    shape = (1, 1, 6, 6)
    answer = student.run(_draws, shape, _weights(shape), _seed())
    *entries, kept = _parts(answer, 4)
    one, same, other = (expect_tensor(entry, shape=shape) for entry in entries)
    look_at = "hand the generator to every random draw, and never seed it"
    says = "the global random state changed in spite of a generator"
    expect_equal(kept, True, says=says, look_at=look_at)
    says = "the same generator gives another image"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)
    says = "the image is the same, although the generator is in another state"
    expect_true(not torch.equal(one, other), says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _run(student, shape, target, weights, generations, population, seed):
    """The answer, and what predict was shown.

    Of its images: how many, whether any required gradients, how it liked the best of those in [0, 1],
    and whether all were.
    """
    shown, needed, liked, inside = [], [], [], []

    def predict(images):
        shown.append(len(images))
        needed.append(images.requires_grad)
        allowed = ((images >= -1e-6) & (images <= 1 + 1e-6)).flatten(1).all(1)
        inside.append(bool(allowed.all()))
        scores = (images.flatten(1).float() - 0.5) @ weights.T
        judged = torch.cat([scores, torch.full((len(images), 1), 5.0)], 1).softmax(1)
        liked.extend(judged[allowed, target].detach().tolist())
        return judged

    answer = student.evolve_image(
        predict,
        target,
        shape=shape,
        generations=generations,
        population=population,
        generator=torch.Generator().manual_seed(seed),
    )
    if not isinstance(answer, tuple | list) or len(answer) != 2:
        return None
    images, confidence = answer
    if isinstance(confidence, torch.Tensor):
        confidence = confidence.detach()
    return images, confidence, sum(shown), any(needed), max(liked, default=None), all(inside)


def _draws(student, shape, weights, seed):
    """Images from two equal generators and another one; and whether the global state was left alone."""
    import random

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    def predict(images):
        scores = (images.flatten(1).float() - 0.5) @ weights.T
        return torch.cat([scores, torch.full((len(images), 1), 5.0)], 1).softmax(1)

    def evolve(number):
        generator = torch.Generator().manual_seed(number)
        options = {"shape": shape, "generations": 6, "population": 16, "generator": generator}
        return student.evolve_image(predict, 0, **options)[0]

    before = states()
    one = evolve(seed)
    kept = states() == before
    torch.rand(3)
    return one, evolve(seed), evolve(seed + 1), kept
