"""Hidden suite of `average_probabilities`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_unchanged_arguments,
    normal,
    parametrize,
    random,
    worth,
)


def _expected(logits: torch.Tensor) -> torch.Tensor:
    """In float64, from sums and exponentials of differences alone."""
    members = logits.double()
    shares = [
        1 / (members - members[..., k : k + 1]).exp().sum(dim=2) for k in range(members.shape[2])
    ]  # infinity, where another class is far ahead, gives the share 0
    return (sum(torch.stack(shares, dim=2)) / len(members)).to(logits.dtype)  # type: ignore[arg-type]


def _expect_roughly(actual: object, logits: torch.Tensor, *, says: str = "", look_at: str = "") -> None:
    """Ask for the values in any dtype, where a test is about something else: one mistake costs once."""
    expected = _expected(logits)
    look_at = look_at or "softmax for each member over the classes first, then the mean over the members"
    values = expect_tensor(actual, shape=expected.shape, look_at=look_at).real
    says = says or "the probabilities are off for ordinary logits already"
    expect_close(values.double(), expected.double(), says=says, look_at=look_at, rtol=1e-4, atol=1e-4)


@worth(4)
@parametrize("shape", [(2, 4, 3), (3, 2, 5), (5, 6, 2), (4, 4, 4), (7, 3, 10)])
def test_values(student, shape):
    """Averages the members' probabilities, each member's softmax taken first."""
    logits = 3 * normal(*shape, dtype=torch.float32)

    _expect_roughly(student.average_probabilities(logits), logits, says="the probabilities are off")


@worth(1)
@parametrize("shape", [(1, 4, 3), (3, 1, 4), (1, 1, 5), (4, 3, 1), (1, 1, 1)])
def test_one_member_or_image(student, shape):
    """Keeps both axes of (N, K), also for a single member, a single image and a single class."""
    logits = 3 * normal(*shape, dtype=torch.float32)

    _expect_roughly(
        student.average_probabilities(logits),
        logits,
        says="the probabilities are off for a single member, image or class",
        look_at="name the axes: members are axis 0, classes axis 2, and squeeze() drops others as well",
    )


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("level", ["large", "very negative", "mixed", "far apart"])
def test_large_logits(student, level, dtype):
    """Stays exact for logits of thousands, above and below zero, also next to small ones."""
    usual = 3 * normal(3, 6, 4, dtype=dtype)
    _expect_roughly(student.average_probabilities(usual), usual)
    if level == "far apart":
        logits = 2000 * normal(3, 6, 4, dtype=dtype)
    else:
        up_or_down = {"large": 1.0, "very negative": -1.0, "mixed": torch.sign(random(3, 6, 1) - 0.5)}
        logits = usual + (1500 + 1500 * random(3, 6, 1)).to(dtype) * up_or_down[level]
        logits = logits.to(dtype)

    look_at = (
        "softmax does not change when each row's own largest logit is subtracted first: then exp is <= 1"
    )
    expect_tensor(student.average_probabilities(logits), look_at=look_at)
    _expect_roughly(
        student.average_probabilities(logits),
        logits,
        says="the probabilities are off for large logits",
        look_at=look_at,
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_is_kept(student, dtype):
    """Computes in the dtype of its input: float64 is right to ten digits."""
    logits = 3 * normal(4, 5, 3, dtype=dtype)
    actual = student.average_probabilities(logits)
    _expect_roughly(actual, logits)

    expect_close(
        actual,
        _expected(logits),
        says=f"digits were lost for {dtype}",
        look_at="create every tensor with dtype=logits.dtype, and do not convert",
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposed logits, and leaves its input as it was."""
    plain = 3 * normal(3, 5, 4)
    _expect_roughly(student.average_probabilities(plain), plain)

    for logits in (3 * normal(6, 5, 9)[::2, 1:, 1::2], 3 * normal(4, 6, 3).permute(2, 1, 0)):
        look_at = "view needs the memory in order: name the axes, or use reshape"
        with expect_nothing_raised(says="slices and transposed tensors are allowed", look_at=look_at):
            actual = student.average_probabilities(logits)
        says = "slices or transposes of larger tensors are misread"
        _expect_roughly(actual, logits, says=says, look_at=look_at)
        expect_unchanged_arguments(student, "average_probabilities", logits)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    logits = 3 * normal(3, 5, 4, dtype=dtype)
    _expect_roughly(student.average_probabilities(logits), logits)

    expect_parity(student, "average_probabilities", logits)
