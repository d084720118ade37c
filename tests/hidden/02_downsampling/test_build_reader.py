"""Hidden suite of `build_reader`."""
# convnet-canary-7f3a

from itertools import combinations
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_number,
    expect_raises,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

KINDS = ("stride", "max", "avg", "blur")


def _seed() -> int:
    return int(integers(0, 2**31))


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="the reader gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _costs(student: Any, kind: str, images: torch.Tensor) -> tuple[float, float]:
    """MACs of one forward pass: as torch's FLOP counter sees them, and in nn.Conv2d and nn.Linear alone.

    The two differ where a pool is itself written as a matrix product, or a layer is written by hand. A
    relation that is promised need only hold in one of them.
    """
    says = "the cost of a reader could not be counted"
    height, width = images.shape[2:]
    with expect_nothing_raised(
        says=f'to count its cost, "{kind}" is to read an image of {height} × {width}',
        look_at="get the reader to read images of any size first",
    ):
        answer = student.run(_macs, kind, images)
    counted, in_layers = _parts(answer, 2)
    costs = expect_number(counted, says=says), expect_number(in_layers, says=says)
    expect_true(
        costs[0] > 0,
        says=f'the reader "{kind}" runs no convolution and no linear layer',
        look_at="build it from nn.Conv2d and nn.Linear",
    )
    return costs


def _expect_relation(
    student: Any, kinds: tuple[str, str], images: torch.Tensor, relation: Any, **words: str
) -> None:
    one, other = (_costs(student, kind, images) for kind in kinds)
    holds = [relation(*pair) for pair in zip(one, other, strict=True) if min(pair) > 0]
    expect_true(any(holds), **words, staff=f"MACs of {kinds[0]}: {one}, of {kinds[1]}: {other}")


@gate
@worth(0)
@parametrize("kind", KINDS)
def test_is_a_module(student, kind):
    """Gives an nn.Module for each of the four words."""
    expect_true(
        student.run(_is_module, kind),
        says=f"build_reader({kind!r}) does not return an nn.Module",
        look_at="return an nn.Sequential, or an object of a class derived from nn.Module",
    )


@worth(2)
@parametrize("kind", KINDS)
@parametrize("count", [1, 3])
def test_any_size(student, kind, count):
    """Gives one row of logits for each image, whatever its height and width from 8 on."""
    sizes = [(28, 28), (8, 8), (8, 13), (9, 8), (17, 30), (45, 10), (64, 64)]
    images = [random(count, 1, *size, dtype=torch.float32) for size in sizes]

    look_at = "have the maps shrunk below a window? Or does the head want a fixed size? Pool to one before it"
    with expect_nothing_raised(says=f'"{kind}" is to read images of any size from 8 × 8 on', look_at=look_at):
        logits = student.run(_logits, kind, {}, images)

    whole = type(logits) is list and len(logits) == len(sizes)
    expect_true(whole, says="the reader gave no proper answer")
    for values in logits:
        expect_tensor(values, shape=(count, 10), dtype=torch.float32, look_at=look_at)


@worth(1)
@parametrize("kind", KINDS)
@parametrize("in_channels, num_classes", [(3, 10), (1, 26), (2, 3), (4, 1)])
def test_channels_and_classes(student, kind, in_channels, num_classes):
    """Takes images with in_channels channels, and gives num_classes logits."""
    images = random(2, in_channels, 28, 28, dtype=torch.float32)
    options = {"in_channels": in_channels, "num_classes": num_classes}

    look_at = "in_channels belongs to the first convolution, num_classes to the last layer"
    with expect_nothing_raised(
        says=f"images with in_channels={in_channels} channels are to be read", look_at=look_at
    ):
        logits = student.run(_logits, kind, options, [images])

    expect_true(type(logits) is list and len(logits) == 1, says="the reader gave no proper answer")
    expect_tensor(logits[0], shape=(2, num_classes), look_at=look_at)


@worth(1)
@parametrize("kind", KINDS)
def test_logits(student, kind):
    """Gives logits, not probabilities."""
    logits = student.run(_logits, kind, {}, [random(4, 1, 28, 28, dtype=torch.float32)])

    expect_true(type(logits) is list and len(logits) == 1, says="the reader gave no proper answer")
    values = expect_tensor(logits[0]).double()
    probabilities = bool((values >= 0).all()) and torch.allclose(values.sum(dim=-1), torch.ones(()).double())
    expect_true(
        not probabilities,
        says="the rows are probabilities: none is negative, and each sums to 1",
        look_at="the loss takes the softmax by itself: end with the linear layer",
    )


@worth(1)
@parametrize("kind", KINDS)
def test_width(student, kind):
    """Has the more parameters the larger its width, which is 16 by default."""
    images = random(2, 1, 28, 28, dtype=torch.float32)
    look_at = "count the channels of every convolution in multiples of width"
    widths: list[dict[str, int]] = [{"width": 4}, {"width": 8}, {"width": 16}, {}]
    says = "the parameters could not be counted"
    four, eight, sixteen, default = (
        expect_number(student.run(_parameters, kind, options, images), says=says) for options in widths
    )

    says = "the width makes no difference to the number of parameters"
    expect_true(four < eight < sixteen, says=says, look_at=look_at)
    expect_true(default == sixteen, says="the default width is not 16", look_at="width: int = 16")


@worth(2)
def test_stride_is_cheap(student):
    """With "stride", a forward pass takes less than half of the multiply-accumulates of "max"."""
    _expect_relation(
        student,
        ("stride", "max"),
        random(1, 1, 28, 28, dtype=torch.float32),
        lambda stride, maximum: 2 * stride < maximum,
        says='"stride" costs half as many multiply-accumulates as "max", or more',
        look_at="a convolution that moves by 2 never computes what a pool would throw away",
    )


@worth(1)
@parametrize("size", [(28, 28), (45, 31)])
def test_max_costs_as_much_as_avg(student, size):
    """With "max" and with "avg", a forward pass takes equally many multiply-accumulates."""
    _expect_relation(
        student,
        ("max", "avg"),
        random(1, 1, *size, dtype=torch.float32),
        lambda maximum, average: maximum == average,
        says='"max" and "avg" do not cost the same',
        look_at="the same convolutions on maps of the same size; only the pools between them differ",
    )


@worth(1)
def test_blur_costs_at_least_as_much(student):
    """With "blur", a forward pass takes at least as many multiply-accumulates as with "max"."""
    _expect_relation(
        student,
        ("blur", "max"),
        random(1, 1, 28, 28, dtype=torch.float32),
        lambda blur, maximum: blur >= maximum,
        says='"blur" costs less than "max"',
        look_at="the convolutions stay at stride 1; the blur, with its stride, comes after them",
    )


@worth(2)
@parametrize("one, other", list(combinations(KINDS, 2)))
def test_readers_differ(student, one, other):
    """The four readers shrink their maps in four different ways."""
    images, seed = random(3, 1, 28, 28, dtype=torch.float32), _seed()
    answers = [student.run(_logits, kind, {}, [images], seed) for kind in (one, other)]
    values = [expect_tensor(answer[0] if type(answer) is list and answer else None) for answer in answers]

    alike = values[0].shape == values[1].shape and torch.allclose(*values, rtol=1e-6, atol=1e-7)
    silent = bool((values[0] == values[0][:1]).all())  # a head that starts at zero tells nothing yet
    expect_true(
        silent or not alike,
        says=f'"{one}" and "{other}" are the same reader: they give the same logits for the same weights',
        look_at="each of the four words needs a way of its own to shrink a map",
    )


@worth(1)
def test_max_and_avg_are_not_swapped(student):
    """With "max" one pixel of each window has a say in the result, with "avg" all of them do."""
    images, seed = normal(2, 1, 28, 28, dtype=torch.float32), _seed()
    says = "the gradients could not be counted"
    in_max, in_avg = (
        expect_number(student.run(_sparse_gradients, kind, images, seed), says=says)
        for kind in ("max", "avg")
    )

    expect_true(
        in_max >= in_avg,
        says='the gradients flow in "avg" as they do through maxima, and in "max" as through means',
        look_at='which pool belongs to "max", and which to "avg"?',
    )


@worth(2)
@parametrize("unknown", ["median", "", "global", "shrink"])
def test_unknown_kind_raises(student, unknown):
    """Raises ValueError for another word, at once."""
    student.run(_logits, "stride", {}, [random(2, 1, 28, 28, dtype=torch.float32)])

    with expect_raises(
        ValueError,
        says=f"downsample={unknown!r}",
        look_at="compare the word with the four that are allowed before you build anything",
    ):
        student.run(_build, unknown)


@worth(1)
@parametrize("kind", KINDS)
def test_trains(student, kind):
    """Can be trained: its convolutions are among its parameters and get gradients."""
    images, labels = random(6, 1, 28, 28, dtype=torch.float32), integers(0, 10, 6)

    strays, without = _parts(student.run(_training_step, kind, images, labels), 2)

    says = "the weights of a convolution are not among the reader's parameters"
    look_at = "keep the layers in nn.Sequential or nn.ModuleList, not in a plain list"
    expect_true(strays is False, says=says, look_at=look_at)
    says = "no gradient reaches a convolution"
    expect_true(without is False, says=says, look_at="no detach, no torch.no_grad() in forward")


@worth(1)
@parametrize("kind", KINDS)
def test_device_parity(student, kind):
    """Moves to another dtype and to an accelerator as a whole, and gives the same there."""
    images, seed = random(2, 1, 28, 28), _seed()
    look_at = "what is no parameter, such as a fixed kernel, takes dtype and device from its input"

    with expect_nothing_raised(says="reader.double() is to read images of float64", look_at=look_at):
        on_cpu = student.run(_in_double_precision, kind, images, seed)
    expect_tensor(on_cpu, dtype=torch.float64, look_at=look_at)

    says = "a reader on an accelerator is to read images there"
    with expect_nothing_raised(says=says, look_at=look_at):
        on_device, stray, round_trip = _parts(student.run(_on_accelerator, kind, images, seed), 3)
    says = "reader and images are on an accelerator, but the logits are on another device"
    expect_true(stray is False, says=says, look_at=look_at)
    says = "the reader copies its maps from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at="no .cpu(), no NumPy")
    says = "the reader gives other logits on an accelerator than on the CPU"
    expect_close(on_device, on_cpu, says=says, look_at=look_at, rtol=1e-8, atol=1e-8)


# ------------------------------------------------------------------ run beside the student's code


def _is_module(student, kind):
    return isinstance(student.build_reader(kind), nn.Module)


def _build(student, kind):
    student.build_reader(kind)


def _logits(student, kind, options, images, seed=0):
    torch.manual_seed(seed)
    reader = student.build_reader(kind, **options)
    reader.eval()
    with torch.no_grad():
        return [reader(batch) for batch in images]


def _parameters(student, kind, options, images):
    reader = student.build_reader(kind, **options)
    reader(images)  # a lazy layer gets its weights at the first call
    return sum(parameter.numel() for parameter in reader.parameters())


def _macs(student, kind, images):
    from torch.utils.flop_counter import FlopCounterMode

    in_layers = []

    def count(layer, inputs, output):
        if layer.weight.requires_grad:
            in_layers.append(output.numel() * layer.weight[0].numel())

    reader = student.build_reader(kind)
    reader.eval()
    with torch.no_grad():
        reader(images)
        for layer in reader.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                layer.register_forward_hook(count)
        with FlopCounterMode(display=False) as counter:
            reader(images)
    return counter.get_total_flops() // 2, sum(in_layers)


def _sparse_gradients(student, kind, images, seed):
    """Number of convolutions whose maps get a gradient at hardly more than one of four places."""
    torch.manual_seed(seed)
    reader = student.build_reader(kind)
    reader.eval()
    maps = []

    def keep(layer, inputs, output):
        if output.requires_grad:
            output.retain_grad()
            maps.append(output)

    for layer in reader.modules():
        if isinstance(layer, nn.Conv2d) and layer.weight.requires_grad:
            layer.register_forward_hook(keep)
    logits = reader(images)
    if logits.requires_grad:
        (logits * torch.randn_like(logits)).sum().backward()
    shares = [(m.grad != 0).double().mean().item() for m in maps if m.grad is not None]
    return sum(share < 0.3 for share in shares)


def _training_step(student, kind, images, labels):
    from torch.overrides import TorchFunctionMode

    class Weights(TorchFunctionMode):
        """Collects the weights that a convolution is given, if they are to be trained."""

        def __torch_function__(self, func, types, args=(), kwargs=None):
            kwargs = kwargs or {}
            if getattr(func, "__name__", "") == "conv2d":
                weight = kwargs["weight"] if "weight" in kwargs else args[1]
                if weight.requires_grad and weight.is_leaf:
                    used.append(weight)
            return func(*args, **kwargs)

    used = []
    reader = student.build_reader(kind)
    reader.train()
    with Weights():
        logits = reader(images)
    loss = F.cross_entropy(logits.flatten(1), labels)
    if not loss.requires_grad:
        return False, True
    loss.backward()
    own = {id(parameter) for parameter in reader.parameters()}
    strays = any(id(weight) not in own for weight in used)
    return strays, any(weight.grad is None for weight in used)


def _in_double_precision(student, kind, images, seed):
    torch.manual_seed(seed)
    reader = student.build_reader(kind).double()
    reader.eval()
    with torch.no_grad():
        return reader(images)


def _on_accelerator(student, kind, images, seed):
    from convlab import devices

    torch.manual_seed(seed)
    reader = student.build_reader(kind).double()
    reader.eval()
    copies = []
    with torch.no_grad():
        reader(images)  # a lazy layer gets its weights at the first call, which here is to be on the CPU
    with torch.no_grad(), devices.accelerator(copies) as device:
        logits = devices.move(reader, device)(devices.move(images, device))
        stray = devices.any_elsewhere(logits, device)
    with devices.accelerator():
        return devices.move(logits, "cpu"), stray, any(size >= images.numel() for size in copies)
