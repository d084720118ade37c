"""Hidden suite of `precompute_features`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import torch
from torch import nn

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_tensor,
    expect_true,
    gate,
    normal,
    parametrize,
    random,
    worth,
)


def _backbone(kind):
    """A backbone for images (N, 2, 6, 5); its source is sent to the student's process."""
    if kind == "maps":  # gives (N, 3, 5, 4)
        mixed = nn.Sequential(nn.BatchNorm2d(3), nn.Dropout(0.4), nn.ReLU())
        return nn.Sequential(nn.Conv2d(2, 3, 2), mixed, nn.Dropout2d(0.3))
    if kind == "row":  # gives (N, 3, 20)
        return nn.Sequential(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.Flatten(2))
    return nn.Sequential(nn.Flatten(), nn.Linear(60, 7), nn.BatchNorm1d(7), nn.Dropout(0.5))  # gives (N, 7)


BACKBONE = inspect.getsource(_backbone)


def _hidden(kind: str, dtype: torch.dtype = torch.float64) -> nn.Module:
    """The backbone with hidden weights and statistics, in eval mode."""
    model = _backbone(kind).to(dtype).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
    return model


def _live(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """What the backbone says in eval mode, flattened."""
    with torch.no_grad():
        return model(images).flatten(1)


def _features(
    student: Any, model: nn.Module, kind: str, images: torch.Tensor, training: bool = False, **options: int
) -> object:
    dtype = next(model.parameters()).dtype
    return student.run(
        _precomputed, BACKBONE, kind, dict(model.state_dict()), images, dtype, training, options
    )


def _expect_values(features: object, expected: torch.Tensor, **words: str) -> None:
    """Fail over other values only: about shape and dtype, another test complains."""
    rows = expect_tensor(features)
    if rows.numel() == expected.numel():
        rows = rows.reshape(expected.shape)
    expect_close(rows.to(expected.dtype), expected, rtol=1e-4, atol=1e-4, **words)


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="precompute_features gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _batches(student: Any, count: int, options: dict[str, int]) -> list[int]:
    """Sizes of the batches that went through the backbone."""
    images = random(count, 1, 2, 2, dtype=torch.float32)
    sizes = student.run(_batch_sizes, images, options)
    whole = type(sizes) is list and all(type(size) is int for size in sizes)
    expect_true(whole and len(sizes) > 0, says="no image went through the backbone")
    return sizes  # type: ignore[return-value]  # checked above


@gate
@worth(0)
def test_uses_the_backbone(student):
    """Sends images through the backbone."""
    _batches(student, 4, {"batch_size": 4})


@worth(3)
@parametrize("kind", ["maps", "row", "flat"])
@parametrize("count, batch_size", [(1, 1), (6, 3), (4, 1), (6, 6), (5, 100)])
def test_live_forward(student, kind, count, batch_size):
    """Gives what the live backbone gives, one flattened row for each image, in order."""
    model, images = _hidden(kind, torch.float32), normal(count, 2, 6, 5, dtype=torch.float32)
    expect_close(
        _features(student, model, kind, images, batch_size=batch_size),
        _live(model, images),
        says="the features are not those of the live backbone",
        look_at="one batch after the other, in the images' order; flatten all but the first axis",
    )


@worth(2)
@parametrize("kind", ["maps", "flat"])
def test_eval_mode(student, kind):
    """Uses the backbone in eval mode, also when it comes in train mode."""
    model, images = _hidden(kind), normal(8, 2, 6, 5)
    _expect_values(
        _features(student, model, kind, images, training=True, batch_size=4),
        _live(model, images),
        says="the features of a backbone that came in train mode are not those of its eval mode",
        look_at="backbone.eval() before the first batch: dropout and batch norm act differently in training",
    )


@worth(1)
@parametrize("count, batch_size", [(7, 3), (5, 4), (9, 2)])
def test_last_batch(student, count, batch_size):
    """Loses no image where batch_size does not divide their number."""
    model, images = _hidden("maps"), normal(count, 2, 6, 5)
    look_at = "the last batch may be smaller: it counts, too"
    with expect_nothing_raised(says="a last batch that is smaller is to be taken", look_at=look_at):
        features = _features(student, model, "maps", images, batch_size=batch_size)
    says = "features of the last images are missing, or off"
    _expect_values(features, _live(model, images), says=says, look_at=look_at)


@worth(1)
@parametrize("count, options", [(9, {"batch_size": 4}), (3, {"batch_size": 1}), (600, {})])
def test_batch_size(student, count, options):
    """Sends at most batch_size images through the backbone at once, 256 where nothing is said."""
    sizes = _batches(student, count, options)
    expect_true(
        max(sizes) <= options.get("batch_size", 256),
        says="more than batch_size images go through the backbone at once",
        look_at="images.split(batch_size); all images at once may not fit into memory",
    )


@worth(1)
def test_default_batch_size(student):
    """Sends batches of 256 through the backbone, where nothing is said."""
    sizes = _batches(student, 512, {})
    expect_true(
        len(sizes) <= 3 and max(sizes) >= 256,  # one more than two, for a look at the shape
        says="the batches are smaller than the default size",
        look_at="batch_size: int = 256",
    )


@worth(1)
@parametrize("wanted", [False, True])
def test_no_graph(student, wanted):
    """Keeps no graph, whether or not the images themselves ask for gradients."""
    model, images = _hidden("maps"), normal(4, 2, 6, 5)
    expect_true(
        student.run(_has_no_graph, BACKBONE, dict(model.state_dict()), images, wanted),
        says="the features hold on to a graph, and with it to every map of the backbone",
        look_at="torch.no_grad() around the forward pass",
    )


@worth(2)
def test_usable_in_autograd(student):
    """Can be used in autograd afterwards: a head on top of the features gets its gradients."""
    model, images = _hidden("maps"), normal(6, 2, 6, 5)
    look_at = "autograd refuses what is made under torch.inference_mode(); torch.no_grad() does not harm"
    with expect_nothing_raised(says="a head is to be trained on the features", look_at=look_at):
        answer = student.run(_train_on_top, BACKBONE, dict(model.state_dict()), images)
    enabled, gradient = _parts(answer, 2)

    says = "gradients stay switched off after the call"
    expect_true(enabled, says=says, look_at="use torch.no_grad() as a context, or as a decorator")
    expect_true(gradient, says="no gradient reaches a head that is trained on the features", look_at=look_at)


@worth(2)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every part of the backbone its own mode back."""
    images = normal(5, 2, 6, 5)
    says = "a part of the backbone is in another mode than before"
    look_at = "note part.training of every part in backbone.modules(); train() and eval() switch all of them"
    expect_true(student.run(_modes_kept, BACKBONE, images, modes), says=says, look_at=look_at)


@worth(1)
@parametrize("training", [True, False])
def test_backbone_is_left_alone(student, training):
    """Leaves weights, statistics, gradients and images as they were."""
    model, images = _hidden("maps"), normal(5, 2, 6, 5)
    answer = student.run(_traces, BACKBONE, dict(model.state_dict()), images, training)
    state, gradients, images_kept = _parts(answer, 3)

    says = "weights or statistics of the backbone have changed"
    expect_true(state, says=says, look_at="in train mode batch norm takes note of every batch")
    says = "gradients or requires_grad of the backbone have changed"
    expect_true(gradients, says=says, look_at="torch.no_grad() needs no change of requires_grad")
    expect_true(images_kept, says="the images have changed", look_at="do not work in place")


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype_and_slices(student, dtype):
    """Keeps the dtype, and takes slices of larger tensors."""
    model, wide = _hidden("maps", dtype), normal(8, 2, 5, 12, dtype=dtype)
    images = wide[::2, :, :, ::2].transpose(2, 3)
    look_at = "no .float(), no fixed dtype, no view of what may not be contiguous"
    expected = _live(model, images)
    features = expect_tensor(_features(student, model, "maps", images, batch_size=2))
    if features.numel() == expected.numel():
        features = features.reshape(expected.shape)  # its shape is another test's to judge
    expect_close(
        features,
        expected,
        says="the features are off for slices of a larger tensor",
        look_at=look_at,
        rtol=1e-4 if dtype == torch.float32 else None,
    )


@worth(1)
@parametrize("batch_size", [2, 50])
def test_device_parity(student, batch_size):
    """Gives the same for a backbone and images on an accelerator, and stays there."""
    model, images = _hidden("maps"), normal(5, 2, 6, 5)
    on_cpu = expect_tensor(_features(student, model, "maps", images, batch_size=batch_size))
    answer = student.run(_there, BACKBONE, dict(model.state_dict()), images, batch_size)
    features, stray, moved, round_trip = _parts(answer, 4)

    look_at = "backbone, images and features stay where they are: no .cpu(), no NumPy"
    says = "backbone and images are on an accelerator, but the features are on another device"
    expect_true(stray is False, says=says, look_at=look_at)
    expect_true(moved is False, says="the backbone is on another device than before", look_at=look_at)
    says = "images or features are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at=look_at)
    again = expect_tensor(_features(student, model, "maps", images, batch_size=batch_size))
    if not again.equal(on_cpu):
        return  # no two calls agree: that is another test's to say
    says = "the features on an accelerator are not those on the CPU"
    expect_close(features, on_cpu, says=says, look_at=look_at, rtol=1e-9, atol=1e-9)


# ------------------------------------------------------------------ run beside the student's code


def _precomputed(student, code, kind, state, images, dtype, training, options):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_backbone"](kind).to(dtype)
    model.load_state_dict(state)
    return student.precompute_features(model.train(training), images, **options)


def _batch_sizes(student, images, options):
    sizes = []

    class Noting(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(1))  # device and dtype may be asked of it

        def forward(self, batch):
            sizes.append(len(batch))
            return batch

    student.precompute_features(Noting(), images, **options)
    return sizes


def _has_no_graph(student, code, state, images, wanted):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_backbone"]("maps").double()
    model.load_state_dict(state)
    features = student.precompute_features(model, images.requires_grad_(wanted), batch_size=3)
    return not features.requires_grad and features.grad_fn is None


def _train_on_top(student, code, state, images):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_backbone"]("maps").double()
    model.load_state_dict(state)
    features = student.precompute_features(model, images, batch_size=3)
    enabled = torch.is_grad_enabled()
    with torch.enable_grad():
        rows = features.reshape(len(features), -1)
        head = nn.Linear(rows.shape[1], 3).to(rows.dtype)
        head(rows).square().mean().backward()
        features.clone().requires_grad_().square().sum().backward()
    return enabled, head.weight.grad is not None and bool(head.weight.grad.any())


def _modes_kept(student, code, images, modes):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_backbone"]("maps").double()
    model.train(modes in ("training", "mixed"))
    if modes.startswith("mixed"):
        model[1][0].train(modes != "mixed")
    before = [part.training for part in model.modules()]
    student.precompute_features(model, images, batch_size=2)
    return [part.training for part in model.modules()] == before


def _traces(student, code, state, images, training):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_backbone"]("maps").double()
    model.load_state_dict(state)
    model.train(training)
    weight, bias = model[0].weight, model[0].bias
    bias.requires_grad_(False)
    weight.grad = torch.ones_like(weight)
    before = images.clone()
    student.precompute_features(model, images, batch_size=2)
    after = model.state_dict()
    return (
        list(after) == list(state) and all(torch.equal(after[name], state[name]) for name in state),
        weight.requires_grad
        and not bias.requires_grad
        and all(values.requires_grad for values in model[1].parameters())
        and weight.grad is not None
        and bool((weight.grad == 1).all())
        and all(values.grad is None for values in model[1].parameters()),
        torch.equal(images, before),
    )


def _there(student, code, state, images, batch_size):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_backbone"]("maps").double()
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there = devices.move(images, device)
        model.eval()
        features = student.precompute_features(devices.move(model, device), there, batch_size=batch_size)
        stray = devices.any_elsewhere(features, device)
        moved = devices.any_elsewhere(list(model.parameters()), device)
    round_trip = any(size >= min(batch_size, 5) * 60 for size in copies)
    with devices.accelerator():
        return devices.move(features, "cpu"), stray, moved, round_trip
