"""Hidden suite of `focal_loss`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    worth,
)

LOOK_AT = "(1 − p)^gamma times −log p for each sample, p the probability of its true class; then the mean"
USUAL = 2.0


def _batch(
    count: int, num_classes: int, *, dtype: torch.dtype = torch.float64
) -> tuple[torch.Tensor, torch.Tensor]:
    return 2 * normal(count, num_classes, dtype=dtype), integers(0, num_classes, count)


def _expected(logits: torch.Tensor, labels: torch.Tensor, gamma: float = USUAL) -> torch.Tensor:
    """In float64; the factor from the probabilities of the other classes, which sum up to 1 − p."""
    gaps = logits.double() - logits.double().gather(1, labels[:, None])
    each = gaps.logsumexp(1)
    others = torch.ones_like(gaps).scatter(1, labels[:, None], 0.0)
    rest = (gaps - each[:, None]).exp() * others
    return (rest.sum(1) ** gamma * each).mean()


def _scalar(actual: object) -> torch.Tensor:
    """The loss in float64, whichever dtype it has: one mistake costs once."""
    value = expect_tensor(actual, finite=False, look_at="return one number, as a tensor without axes")
    says = f"the output has {value.numel()} entries, but a loss is one number"
    expect_true(value.numel() == 1, says=says, look_at="end with the mean over the samples")
    return value.detach().real.double().reshape(())


def _expect_loss(
    actual: object,
    batch: tuple[torch.Tensor, torch.Tensor],
    gamma: float = USUAL,
    *,
    says: str = "",
    look_at: str = LOOK_AT,
) -> None:
    says = says or "the loss is off for an ordinary batch already"
    expect_close(_scalar(actual), _expected(*batch, gamma), says=says, look_at=look_at, rtol=1e-4, atol=1e-5)


@worth(3)
@parametrize("count, num_classes", [(12, 3), (40, 2), (25, 10), (4, 5), (5, 5)])
def test_values(student, count, num_classes):
    """Averages (1 − p)^2 times the cross-entropy, for gamma = 2."""
    batch = _batch(count, num_classes, dtype=torch.float32)

    _expect_loss(student.focal_loss(*batch, gamma=2.0), batch, says="the loss is off for gamma=2")


@worth(1)
def test_default_gamma(student):
    """Takes gamma = 2 where none is given."""
    batch = _batch(20, 4)
    _expect_loss(student.focal_loss(*batch, gamma=2.0), batch)

    with expect_nothing_raised(says="gamma may be left out", look_at="gamma: float = 2.0"):
        actual = student.focal_loss(*batch)
    _expect_loss(actual, batch, says="the loss is off where no gamma is given", look_at="gamma: float = 2.0")


@worth(2)
@parametrize("gamma", [0.5, 1, 1.0, 1.5, 3, 5.0])
def test_other_gammas(student, gamma):
    """Takes gamma as the exponent, whole or not."""
    batch = _batch(20, 4)
    _expect_loss(student.focal_loss(*batch, gamma=2.0), batch)

    says = f"the loss is off for gamma={gamma}"
    _expect_loss(student.focal_loss(*batch, gamma=gamma), batch, gamma, says=says)


@worth(1)
def test_samples_that_are_read_well(student):
    """Is exact for samples of which the right class is nearly, but not quite, sure."""
    usual = _batch(16, 4)
    _expect_loss(student.focal_loss(*usual, gamma=USUAL), usual)
    logits, labels = _batch(16, 4)
    logits = 0.2 * logits
    logits[torch.arange(16), labels] += 8.0  # probabilities of about .999

    expect_close(
        _scalar(student.focal_loss(logits, labels, gamma=USUAL)),
        _expected(logits, labels),
        says="the loss is off where every sample is read well",
        look_at="keep 1 − p above 0 by a tiny number only, if at all",
        rtol=5e-2,
        atol=0.0,
    )


@worth(2)
@parametrize("gamma", [0, 0.0])
def test_gamma_0_is_cross_entropy(student, gamma):
    """Is the plain cross-entropy for gamma = 0."""
    batch = _batch(20, 4)

    _expect_loss(
        student.focal_loss(*batch, gamma=gamma),
        batch,
        0.0,
        says="gamma=0 does not give the cross-entropy",
        look_at="anything to the power of 0 is 1; no other factor is left",
    )


@worth(1)
def test_one_sample(student):
    """Takes a single sample."""
    usual = _batch(16, 4)
    _expect_loss(student.focal_loss(*usual, gamma=USUAL), usual)
    batch = _batch(1, 4)

    look_at = "squeeze() drops every axis of length 1"
    says = "the loss is off for a single sample"
    _expect_loss(student.focal_loss(*batch, gamma=USUAL), batch, says=says, look_at=look_at)


@worth(3)
@parametrize("gamma", [2.0, 0.0, 1.0, 0.5, 3.0])
def test_gradient(student, gamma):
    """Its gradient with respect to the logits is that of the whole formula, factor included."""
    batch = _batch(15, 4)
    _expect_loss(student.focal_loss(*batch, gamma=2.0), batch)
    gradient = student.run(_gradient, *batch, gamma)

    look_at = "stay in torch: neither .item() nor detach() nor no_grad, for the factor (1 − p)^gamma neither"
    expect_true(gradient is not None, says="no gradient reaches the logits", look_at=look_at)
    logits = batch[0].clone().requires_grad_()
    _expected(logits, batch[1], gamma).backward()
    expect_close(
        expect_tensor(gradient, look_at=look_at).double(),
        logits.grad,  # type: ignore[arg-type]  # there is one after backward
        says=f"the gradient with respect to the logits is off for gamma={gamma}",
        look_at=look_at,
        rtol=1e-4,
        atol=1e-6,
    )


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("gamma", [2.0, 0.0, 1.0])
@parametrize("scale", [100, 3000])
def test_extreme_logits(student, scale, gamma, dtype):
    """Gives the right and finite value for logits of thousands, sure of the right class or of a wrong one."""
    usual = _batch(16, 4, dtype=dtype)
    _expect_loss(student.focal_loss(*usual, gamma=USUAL), usual)
    batch = _extreme(scale, dtype)

    look_at = "log_softmax is finite where log(softmax(…)) is −inf, and 0 · inf is NaN"
    value = _scalar(student.focal_loss(*batch, gamma=gamma))
    expect_true(
        bool(value.isfinite()), says="the loss is NaN or infinite for extreme logits", look_at=look_at
    )
    says = f"the loss is off for extreme logits and gamma={gamma}"
    _expect_loss(student.focal_loss(*batch, gamma=gamma), batch, gamma, says=says, look_at=look_at)


@worth(2)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("gamma", [2.0, 0.0, 1.0])
@parametrize("scale", [100, 3000])
def test_gradient_at_extreme_logits(student, scale, gamma, dtype):
    """Gives a finite gradient for logits of thousands, sure of the right class or of a wrong one."""
    usual = _batch(16, 4, dtype=dtype)
    _expect_loss(student.focal_loss(*usual, gamma=USUAL), usual)
    gradient = student.run(_gradient, *_extreme(scale, dtype), gamma)

    look_at = "is p exactly 0 or 1? A logarithm or a root has no finite slope at 0"
    if gradient is not None:  # no gradient at all is another test's question
        values = expect_tensor(gradient, finite=False, look_at=look_at)
        finite = bool(values.isfinite().all())
        says = f"the gradient holds NaN or infinity for extreme logits and gamma={gamma}"
        expect_true(finite, says=says, look_at=look_at)


def _extreme(scale: float, dtype: torch.dtype) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits far apart: a third of the samples surely right, a third surely wrong, the others either."""
    logits, labels = normal(15, 4, dtype=dtype), integers(0, 4, 15)
    rows = torch.arange(15)
    logits[rows[::3], labels[::3]] = 5.0
    logits[rows[1::3], labels[1::3]] = -5.0
    return scale * logits, labels


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_scalar_of_the_same_dtype(student, dtype):
    """Returns a tensor without axes, of its input's dtype, and right to its last digits."""
    plain = _batch(12, 4, dtype=dtype)
    _expect_loss(student.focal_loss(*plain, gamma=USUAL), plain)
    logits, *rest = _batch(12, 4, dtype=dtype)
    batch = (logits + 30, *rest)  # the same loss, but for what float32 would lose
    actual = student.focal_loss(*batch, gamma=USUAL)

    look_at = "a loss is a tensor of shape (), of the logits' dtype"
    value = expect_tensor(actual, shape=(), dtype=dtype, look_at=look_at).detach()
    tolerance = 1e-8 if dtype == torch.float64 else 1e-4
    expect_close(
        value,
        _expected(*batch).to(dtype),
        says=f"digits were lost for {dtype}",
        look_at="do not convert",
        rtol=tolerance,
        atol=tolerance,
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposes, and leaves its input as it was."""
    plain = _batch(12, 4)
    _expect_loss(student.focal_loss(*plain, gamma=USUAL), plain)

    for logits in (normal(24, 9)[::2, 1::2], normal(4, 12).T):
        batch = (logits, integers(0, 4, 24)[1::2])
        says = "slices or transposes of larger tensors are misread"
        look_at = "view and as_strided need the memory in order"
        _expect_loss(student.focal_loss(*batch, gamma=USUAL), batch, says=says, look_at=look_at)
        expect_unchanged_arguments(student, "focal_loss", *batch, gamma=USUAL)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    batch = _batch(12, 4, dtype=dtype)
    _expect_loss(student.focal_loss(*batch, gamma=USUAL), batch)

    expect_parity(student, "focal_loss", *batch, gamma=USUAL)


# ------------------------------------------------------------------ run beside the student's code


def _gradient(student, logits, labels, gamma):
    logits = logits.clone().requires_grad_()
    loss = student.focal_loss(logits, labels, gamma=gamma)
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss.sum().backward()
    return logits.grad
