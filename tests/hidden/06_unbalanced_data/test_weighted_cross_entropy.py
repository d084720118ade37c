"""Hidden suite of `weighted_cross_entropy`."""
# convnet-canary-7f3a

import ast

import torch

from autograder.testing import (
    expect_close,
    expect_parity,
    expect_tensor,
    expect_true,
    expect_unchanged_arguments,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

LOOK_AT = (
    "weights[labels] has one weight for each sample: multiply, sum up, divide by the sum of these weights"
)
WEIGHTED = {"cross_entropy", "CrossEntropyLoss"}  # nll_loss, given a log_softmax, is not forbidden


def _batch(
    count: int, num_classes: int, *, dtype: torch.dtype = torch.float64
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Logits, labels, and weights that sum up, over the samples, to the number of samples."""
    logits, labels = 2 * normal(count, num_classes, dtype=dtype), integers(0, num_classes, count)
    weights = 0.1 + 3 * random(num_classes, dtype=dtype) ** 2
    return logits, labels, weights * count / weights[labels].sum()


def _expected(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """In float64, from logarithms of sums of exponentials of differences."""
    own = logits.double().gather(1, labels[:, None])
    each, weight = (logits.double() - own).logsumexp(1), weights.double()[labels]
    return (weight * each).sum() / weight.sum()


def _scalar(actual: object, *, look_at: str = "return one number, as a tensor without axes") -> torch.Tensor:
    """The loss in float64, whichever dtype it has: one mistake costs once."""
    value = expect_tensor(actual, finite=False, look_at=look_at)
    says = f"the output has {value.numel()} entries, but a loss is one number"
    expect_true(value.numel() == 1, says=says, look_at=look_at)
    return value.detach().real.double().reshape(())


def _expect_loss(
    actual: object, batch: tuple[torch.Tensor, ...], *, says: str = "", look_at: str = LOOK_AT
) -> None:
    says = says or "the loss is off for an ordinary batch already"
    expect_close(_scalar(actual), _expected(*batch), says=says, look_at=look_at, rtol=1e-4, atol=1e-5)


@gate
@worth(0)
def test_written_by_hand(student):
    """Weighs the samples by itself, and hands no weights to torch's cross_entropy."""
    reached = any(
        student.run(_hands_weights_over, *_batch(count, num_classes)) is True
        for count, num_classes in ((12, 4), (1, 3), (40, 2))
    )
    written = any(_names_weights(cell) for cell in student.cells)

    expect_true(
        not reached and not written,
        says="weighted_cross_entropy hands its weights to torch's cross_entropy",
        look_at='F.cross_entropy(…, reduction="none") without weights is allowed: weigh its values yourself',
    )


def _names_weights(cell: str) -> bool:
    """Whether weighted_cross_entropy is defined here, and calls torch's cross-entropy with weight=…."""
    if "def weighted_cross_entropy" not in cell or len(cell) > 100_000:
        return False
    try:
        tree = ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef) or function.name != "weighted_cross_entropy":
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", None) in WEIGHTED:
                given = [k.value for k in call.keywords if k.arg == "weight"]
                if any(not (isinstance(v, ast.Constant) and v.value is None) for v in given):
                    return True
    return False


@worth(3)
@parametrize("count, num_classes", [(12, 3), (40, 2), (25, 10), (4, 5), (5, 5)])
def test_values(student, count, num_classes):
    """Agrees with torch for weights that average 1 over the samples."""
    batch = _batch(count, num_classes, dtype=torch.float32)

    look_at = "a sample's cross-entropy is −log of its true class's probability; weights[labels] weighs it"
    _expect_loss(student.weighted_cross_entropy(*batch), batch, says="the loss is off", look_at=look_at)


@worth(2)
@parametrize("scale", [0.02, 7.0, 500.0])
def test_weighted_mean(student, scale):
    """Divides by the sum of the samples' weights: twice the weights, the same loss."""
    logits, labels, weights = _batch(20, 4)
    _expect_loss(student.weighted_cross_entropy(logits, labels, weights), (logits, labels, weights))

    _expect_loss(
        student.weighted_cross_entropy(logits, labels, scale * weights),
        (logits, labels, weights),
        says="the loss changes when all weights are multiplied by the same number",
        look_at="divide by the sum of the samples' weights, and not by their number or the sum over classes",
    )


@worth(1)
def test_one_class_in_the_batch(student):
    """For samples of one class the weights cancel, for a single sample too."""
    for count in (6, 1):
        logits, labels, weights = 2 * normal(count, 4), integers(0, 4, 1).repeat(count), 0.2 + random(4)
        _expect_loss(
            student.weighted_cross_entropy(logits, labels, weights),
            (logits, labels, weights),
            says="the loss is off where all samples have the same class",
            look_at="a weighted mean over samples of equal weight is their mean, whatever the weight",
        )


@worth(1)
@parametrize("absent", [False, True])
def test_weights_of_0(student, absent):
    """Leaves out the samples of a class with weight 0."""
    logits, labels, weights = _batch(20, 4)
    labels[:3] = torch.tensor([0, 1, 2])
    _expect_loss(student.weighted_cross_entropy(logits, labels, weights), (logits, labels, weights))
    weights[1] = 0
    if absent:
        labels = torch.where(labels == 1, 2, labels)

    _expect_loss(
        student.weighted_cross_entropy(logits, labels, weights),
        (logits, labels, weights),
        says="the loss is off where a class weighs 0",
        look_at="its samples count neither above nor below the line of the fraction",
    )


@worth(3)
@parametrize("count, num_classes", [(12, 3), (1, 4), (30, 2)])
def test_gradient(student, count, num_classes):
    """Its gradient with respect to the logits agrees with torch's."""
    batch = _batch(count, num_classes)
    _expect_loss(student.weighted_cross_entropy(*batch), batch)
    gradient = student.run(_gradient, *batch)

    look_at = "stay in torch, with neither .item() nor detach() nor no_grad: gradients flow through the loss"
    expect_true(gradient is not None, says="no gradient reaches the logits", look_at=look_at)
    expect_close(
        expect_tensor(gradient, look_at=look_at).double(),
        _expected_gradient(*batch),
        says="the gradient with respect to the logits is off",
        look_at=look_at,
        rtol=1e-5,
        atol=1e-7,
    )


def _expected_gradient(*batch: torch.Tensor) -> torch.Tensor:
    logits = batch[0].clone().requires_grad_()
    _expected(logits, *batch[1:]).backward()
    return logits.grad  # type: ignore[return-value]


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_extreme_logits(student, dtype):
    """Stays exact, with a finite gradient, for logits of thousands."""
    logits, labels, weights = _batch(12, 4, dtype=dtype)
    _expect_loss(student.weighted_cross_entropy(logits, labels, weights), (logits, labels, weights))
    batch = (1000 * logits, labels, weights)

    look_at = "log_softmax is exact where log(softmax(…)) is −inf"
    says = "the loss is off for logits of thousands"
    _expect_loss(student.weighted_cross_entropy(*batch), batch, says=says, look_at=look_at)
    gradient = student.run(_gradient, *batch)
    if gradient is not None:  # no gradient at all is another test's question
        expect_tensor(gradient, look_at=look_at)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_scalar_of_the_same_dtype(student, dtype):
    """Returns a tensor without axes, of its input's dtype, and right to its last digits."""
    plain = _batch(12, 4, dtype=dtype)
    _expect_loss(student.weighted_cross_entropy(*plain), plain)
    logits, *rest = _batch(12, 4, dtype=dtype)
    batch = (logits + 30, *rest)  # the same loss, but for what float32 would lose
    actual = student.weighted_cross_entropy(*batch)

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
    _expect_loss(student.weighted_cross_entropy(*plain), plain)

    for logits in (normal(24, 9)[::2, 1::2], normal(4, 12).T):
        batch = (logits, integers(0, 4, 24)[1::2], (0.1 + random(8))[::2])
        says = "slices or transposes of larger tensors are misread"
        look_at = "view and as_strided need the memory in order"
        _expect_loss(student.weighted_cross_entropy(*batch), batch, says=says, look_at=look_at)
        expect_unchanged_arguments(student, "weighted_cross_entropy", *batch)


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_device_parity(student, dtype):
    """Gives the same on an accelerator, and stays there."""
    batch = _batch(12, 4, dtype=dtype)
    _expect_loss(student.weighted_cross_entropy(*batch), batch)

    expect_parity(student, "weighted_cross_entropy", *batch)


# ------------------------------------------------------------------ run beside the student's code


def _gradient(student, logits, labels, weights):
    logits = logits.clone().requires_grad_()
    loss = student.weighted_cross_entropy(logits, labels, weights)
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return None
    loss.sum().backward()
    return logits.grad


def _hands_weights_over(student, logits, labels, weights):
    """Watch what is called: torch's cross-entropies take their weights third."""
    from torch.overrides import TorchFunctionMode

    seen = []

    class Calls(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            name = getattr(func, "__name__", str(func))
            if "cross_entropy" in name and "binary" not in name:
                seen.append((kwargs or {}).get("weight", args[2] if len(args) > 2 else None) is not None)
            return func(*args, **(kwargs or {}))

    try:
        with Calls():
            student.weighted_cross_entropy(logits, labels, weights)
    except NotImplementedError:
        raise
    except Exception:  # whether the call is right is for another test to say
        pass
    return any(seen)
