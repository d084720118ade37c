"""Hidden suite of `soft_f1_loss`."""
# convnet-canary-7f3a

import torch

from autograder.testing import (
    expect_close,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    integers,
    normal,
    parametrize,
    worth,
)

LOOK_AT = (
    "for each class 2 · hits / (read + real), each a sum over the samples; then the mean over the classes"
)


def _batch(
    count: int, num_classes: int, *, absent: tuple[int, ...] = (), dtype: torch.dtype = torch.float64
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits, and labels among which every class occurs that is not absent."""
    present = torch.tensor([k for k in range(num_classes) if k not in absent])
    labels = present[torch.cat([torch.arange(len(present)), integers(0, len(present), count)])[:count]]
    return 2 * normal(count, num_classes, dtype=dtype), labels


def _expected(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Class by class, in float64."""
    p = (logits.double() - logits.double().logsumexp(1, keepdim=True)).exp()
    scores = []
    for k in sorted(set(labels.tolist())):
        hits, missed, wrong = p[labels == k, k].sum(), (1 - p[labels == k, k]).sum(), p[labels != k, k].sum()
        scores.append(hits / (hits + (missed + wrong) / 2))
    return 1 - torch.stack(scores).mean()


def _scalar(actual: object) -> torch.Tensor:
    """The loss in float64, whichever dtype it has: one mistake costs once."""
    value = expect_tensor(actual, finite=False, look_at="return one number, as a tensor without axes")
    says = f"the output has {value.numel()} entries, but a loss is one number"
    expect_true(value.numel() == 1, says=says, look_at="end with 1 minus the mean over the classes")
    return value.detach().real.double().reshape(())


def _expect_loss(
    actual: object, batch: tuple[torch.Tensor, torch.Tensor], *, says: str = "", look_at: str = LOOK_AT
) -> None:
    says = says or "the loss is off for an ordinary batch already"
    # A guard such as `read + real + 1e-7` is nobody's mistake.
    expect_close(_scalar(actual), _expected(*batch), says=says, look_at=look_at, rtol=1e-4, atol=1e-5)


@worth(4)
@parametrize("count, num_classes", [(12, 3), (40, 2), (25, 10), (4, 4), (30, 5)])
def test_values(student, count, num_classes):
    """Is 1 minus the mean soft F1 of the classes, where all of them occur."""
    batch = _batch(count, num_classes, dtype=torch.float32)

    _expect_loss(student.soft_f1_loss(*batch), batch, says="the loss is off")


@worth(3)
@parametrize(
    "count, absent",
    [(20, (0,)), (20, (4,)), (20, (1, 2)), (9, (0, 3, 4)), (20, (0, 1, 2, 3)), (1, (1, 2, 3, 4))],
)
def test_absent_classes(student, count, absent):
    """Takes the mean over the classes that occur in the labels, and no others."""
    plain = _batch(20, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)
    batch = _batch(count, 5, absent=absent)

    _expect_loss(
        student.soft_f1_loss(*batch),
        batch,
        says="the loss is off where a class does not occur in the labels",
        look_at="such a class has no say in the mean, whatever its probabilities are",
    )


@worth(1)
@parametrize("count", [1, 3])
def test_one_class(student, count):
    """Takes a single class, of one sample too: there is nothing else to be read."""
    batch = _batch(count, 1)

    says, look_at = "the loss is off for a single class", "squeeze() drops every axis of length 1"
    _expect_loss(student.soft_f1_loss(*batch), batch, says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
@parametrize("scale", [40, 1000])
def test_perfect(student, scale, dtype):
    """Is 0 where all probability lies at the true classes."""
    plain = _batch(20, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)
    _, labels = _batch(20, 4, absent=(2,) if scale < 100 else ())  # so that nothing is 0 / 0
    logits = scale * torch.eye(4, dtype=dtype)[labels]

    value = _scalar(student.soft_f1_loss(logits, labels))
    look_at = "F1 is 1 then; torch's softmax takes logits of any size"
    expect_true(
        bool(value.abs() < 1e-5),
        says="the loss is not 0, although all probability lies at the true classes",
        look_at=look_at,
        staff=f"got {value.item()}",
    )


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_all_wrong(student, dtype):
    """Is 1 where all probability lies at wrong classes."""
    plain = _batch(20, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)
    _, labels = _batch(20, 4, absent=(2,))
    logits = 30 * torch.eye(4, dtype=dtype)[(labels + 1) % 4]

    value = _scalar(student.soft_f1_loss(logits, labels))
    expect_true(
        bool((value - 1).abs() < 1e-5),
        says="the loss is not 1, although all probability lies at wrong classes",
        look_at="without hits, F1 is 0 for each class that occurs",
        staff=f"got {value.item()}",
    )


@worth(3)
@parametrize("count, num_classes", [(15, 4), (30, 2), (3, 3)])
def test_gradient(student, count, num_classes):
    """Its gradient with respect to the logits is that of the formula."""
    plain = _batch(20, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)
    batch = _batch(count, num_classes)
    gradient = student.run(_gradient, *batch)

    look_at = "argmax, round, detach and .item() let no gradient through: count probabilities"
    expect_true(gradient is not None, says="no gradient reaches the logits", look_at=look_at)
    logits = batch[0].clone().requires_grad_()
    _expected(logits, batch[1]).backward()
    expect_close(
        expect_tensor(gradient, look_at=look_at).double(),
        logits.grad,  # type: ignore[arg-type]  # there is one after backward
        says="the gradient with respect to the logits is off",
        look_at=look_at,
        rtol=1e-4,
        atol=1e-6,
    )


@worth(1)
@parametrize("scale", [40, 1000])
def test_gradient_of_sure_samples(student, scale):
    """Gives a finite gradient where some samples are surely right and others surely wrong."""
    plain = _batch(20, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)
    labels = torch.arange(20) % 4
    read = torch.where(torch.arange(20) % 3 == 0, (labels + 1) % 4, labels)  # each class is hit at times
    gradient = student.run(_gradient, scale * torch.eye(4)[read], labels)

    look_at = "divide by what is never 0: real is at least 1 for a class that occurs"
    if gradient is not None:  # no gradient at all is another test's question
        finite = bool(expect_tensor(gradient, finite=False, look_at=look_at).isfinite().all())
        says = "the gradient holds NaN or infinity where the probabilities are 0 and 1"
        expect_true(finite, says=says, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_scalar_of_the_same_dtype(student, dtype):
    """Returns a tensor without axes, of its input's dtype."""
    batch = _batch(12, 4, dtype=dtype)
    actual = student.soft_f1_loss(*batch)
    _expect_loss(actual, batch)

    expect_tensor(
        actual, shape=(), dtype=dtype, look_at="a loss is a tensor of shape (), of the logits' dtype"
    )


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices and transposes, and leaves its input as it was."""
    plain = _batch(12, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)

    for logits in (normal(24, 9)[::2, 1::2], normal(4, 12).T):
        batch = (logits, torch.arange(24)[1::2] // 2 % 4)
        says = "slices or transposes of larger tensors are misread"
        look_at = "view and as_strided need the memory in order"
        _expect_loss(student.soft_f1_loss(*batch), batch, says=says, look_at=look_at)
        expect_unchanged_arguments(student, "soft_f1_loss", *batch)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    plain = _batch(20, 4)
    _expect_loss(student.soft_f1_loss(*plain), plain)

    expect_parity(student, "soft_f1_loss", *_batch(12, 4, dtype=dtype))
    # Reading which classes occur is allowed, and must not end on another device.
    expect_parity(student, "soft_f1_loss", *_batch(12, 4, absent=(1,), dtype=dtype))


# ------------------------------------------------------------------ run beside the student's code


def _gradient(student, logits, labels):
    logits = logits.clone().requires_grad_()
    loss = student.soft_f1_loss(logits, labels)
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss.sum().backward()
    return logits.grad
