"""Hidden suite of `cut_backbone`."""
# convnet-canary-7f3a

import inspect
from collections import Counter
from typing import Any

import torch
from torch import nn

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_raises,
    expect_tensor,
    expect_true,
    gate,
    normal,
    parametrize,
    random,
    worth,
)


def _model(kind):
    """A chain of children for images (N, 2, 7, 6); its source is sent to the student's process."""
    from collections import OrderedDict

    class Reader(nn.Module):
        """No nn.Sequential, but its forward is its children in order."""

        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2d(2, 3, 3, padding=1)
            self.norm = nn.BatchNorm2d(3)
            self.body = nn.Sequential(nn.Conv2d(3, 4, 2), nn.Tanh())
            self.drop = nn.Dropout(0.5)
            self.flat = nn.Flatten()
            self.head = nn.Linear(4 * 6 * 5, 5)

        def forward(self, x):
            for child in self._modules.values():
                x = child(x)
            return x

    if kind == "blocks":  # names that sort differently, and of which one begins another
        chain = OrderedDict(
            block10=nn.Sequential(OrderedDict(conv=nn.Conv2d(2, 3, 3), norm=nn.BatchNorm2d(3))),
            block1=nn.Sequential(OrderedDict(conv=nn.Conv2d(3, 4, 2), act=nn.Tanh())),
            block=nn.Sequential(OrderedDict(conv=nn.Conv2d(4, 3, 2), norm=nn.BatchNorm2d(3), act=nn.ReLU())),
            flatten=nn.Flatten(),
            head=nn.Linear(3 * 3 * 2, 5),
        )
        model = nn.Sequential(chain)
    elif kind == "numbered":
        layers = [layer for _ in range(6) for layer in (nn.Conv2d(2, 2, 3, padding=1), nn.Tanh())]
        model = nn.Sequential(*layers)
    elif kind == "twice":
        act, mix = nn.LeakyReLU(0.3), nn.Conv2d(3, 3, 3, padding=1)
        chain = OrderedDict(stem=nn.Conv2d(2, 3, 2), act1=act, mix1=mix, act2=act, mix2=mix)
        model = nn.Sequential(chain | OrderedDict(flatten=nn.Flatten(), head=nn.Linear(90, 4)))
    else:
        model = Reader()
    return model.double()


MODEL = inspect.getsource(_model)


def _hidden(kind: str) -> nn.Module:
    """The chain with hidden weights, in eval mode."""
    model = _model(kind).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
    return model


def _inside(model: nn.Module, layer: str, images: torch.Tensor) -> torch.Tensor:
    """What the child called `layer` gives inside the whole model."""
    with torch.no_grad():
        for name, child in model._modules.items():
            assert child is not None
            images = child(images)
            if name == layer:
                return images
    raise AssertionError(layer)


def _expect_cut(student: Any, kind: str, layer: str, count: int, **words: str) -> None:
    model, images = _hidden(kind), normal(count, 2, 7, 6)
    actual = student.run(_output, MODEL, kind, dict(model.state_dict()), layer, images)
    expect_close(actual, _inside(model, layer, images), **words)


def _kept(kind: str, layer: str) -> Counter[int]:
    """How many parameters of each size the children up to the named one have."""
    model = _model(kind)
    names = list(model._modules)
    kept = names[: names.index(layer) + 1]
    return Counter(p.numel() for name, p in model.named_parameters() if name.split(".")[0] in kept)


def _counted(sizes: object) -> Counter[int]:
    """How many there are of each size that a function below returned."""
    whole = type(sizes) is list and all(type(size) is int for size in sizes)
    expect_true(whole, says="cut_backbone gave no proper answer")
    return Counter(sizes)  # type: ignore[call-overload,no-any-return]  # checked above


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="cut_backbone gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


@gate
@worth(0)
def test_is_a_module(student):
    """Gives an nn.Module."""
    expect_true(
        student.run(_is_module, MODEL),
        says="cut_backbone does not return an nn.Module",
        look_at="put the layers that you keep into an nn.Sequential",
    )


@worth(3)
@parametrize("count", [1, 3])
@parametrize("layer", ["block10", "block1", "block", "flatten", "head"])
def test_output(student, layer, count):
    """Gives what the named child gives inside the whole model, be it the first, the last or between."""
    _expect_cut(
        student,
        "blocks",
        layer,
        count,
        says="the output is not that of the named child inside the whole model",
        look_at="keep the children in their own order, up to the named one and with it; compare whole names",
    )


@worth(1)
@parametrize("layer", ["0", "1", "2", "10", "11"])
def test_numbered_children(student, layer):
    """Also takes the names that nn.Sequential gives by itself, such as "10"."""
    _expect_cut(
        student,
        "numbered",
        layer,
        2,
        says="the children of an nn.Sequential without names are cut at the wrong place",
        look_at="these names are strings: compare whole names, in the children's order",
    )


@worth(2)
@parametrize("layer", ["stem", "norm", "body", "drop", "head"])
def test_any_module(student, layer):
    """Cuts any module whose forward is its children in order, not nn.Sequential alone."""
    says = "a model that is no nn.Sequential cannot be cut"
    with expect_nothing_raised(says=says, look_at="every nn.Module keeps its children in order: no slices"):
        _expect_cut(
            student,
            "class",
            layer,
            2,
            says="the output is off for a model that is no nn.Sequential",
            look_at="every nn.Module keeps its children by name, in the order in which they were registered",
        )


@worth(2)
@parametrize("layer", ["act1", "mix1", "act2", "mix2", "head"])
def test_registered_twice(student, layer):
    """Runs a module twice that is registered under two names, and cuts at either."""
    look_at = "named_children() lists each module only once, under its first name"
    says = "a model in which one module stands under two names cannot be cut"
    with expect_nothing_raised(says=says, look_at=look_at):
        _expect_cut(
            student,
            "twice",
            layer,
            2,
            says="the output is off where one module is registered under two names",
            look_at=look_at,
        )


@worth(2)
@parametrize("kind, layer", [("blocks", "block1"), ("class", "body")])
@parametrize("training", [True, False])
def test_model_is_left_alone(student, kind, layer, training):
    """Leaves the model as it was: its children, weights, modes, gradients and what it gives."""
    model, images = _hidden(kind), normal(2, 2, 7, 6)
    with torch.no_grad():
        expected = model(images)
    answer = student.run(_traces, MODEL, kind, dict(model.state_dict()), layer, images, training)
    children, modes, gradients, state, logits = _parts(answer, 5)

    look_at = "build a new module; do not delete, replace or switch anything in the model that you were given"
    expect_true(children, says="the model has other children than before", look_at=look_at)
    expect_true(modes, says="a part of the model is in another mode than before", look_at=look_at)
    expect_true(gradients, says="gradients or requires_grad of the model have changed", look_at=look_at)
    expect_true(state, says="weights or statistics of the model have changed", look_at=look_at)
    expect_close(logits, expected, says="the whole model gives something else than before", look_at=look_at)


@worth(1)
@parametrize("layer", ["block10", "block1", "block", "head"])
def test_holds_its_layers(student, layer):
    """Holds the layers that it keeps as parts of its own."""
    missing = _kept("blocks", layer) - _counted(student.run(_sizes, MODEL, "blocks", layer))
    expect_true(
        not missing,
        says="weights of layers up to the cut are not among the parameters of the cut model",
        look_at="an nn.Sequential or nn.ModuleList holds its layers; a plain list does not",
    )


@worth(1)
def test_can_be_trained(student):
    """Can be trained further: gradients reach the layers that are kept, and the images."""
    model, images = _hidden("blocks"), normal(2, 2, 7, 6)
    answer = student.run(_gradients, MODEL, "blocks", dict(model.state_dict()), "block1", images)
    held, reached, images_too = _parts(answer, 3)

    look_at = "keep the layers as they are: no freezing, no detach, no torch.no_grad()"
    left_out = (_kept("blocks", "block1") & _counted(held)) - _counted(reached)
    expect_true(not left_out, says="no gradient reaches some of the layers", look_at=look_at)
    expect_true(images_too, says="no gradient reaches the images", look_at=look_at)


@worth(2)
@parametrize(
    "kind, layer",
    [
        ("blocks", "block2"),
        ("blocks", "bloc"),
        ("blocks", ""),
        ("blocks", "block1.conv"),
        ("blocks", "conv"),
        ("class", "forward"),
        ("class", "training"),
        ("numbered", "12"),
        ("numbered", "-1"),
    ],
)
def test_unknown_layer_raises(student, kind, layer):
    """Raises ValueError where no direct child has the name, at once."""
    student.run(_sizes, MODEL, kind, {"blocks": "block1", "class": "body", "numbered": "3"}[kind])

    nested = layer in ("block1.conv", "conv")
    with expect_raises(
        ValueError,
        says="the name of a layer inside a block" if nested else "a name that no child has",
        look_at="compare the name with those of the direct children before you build anything",
    ):
        student.run(_cut, MODEL, kind, layer)


@worth(1)
@parametrize("layer", ["block1", "head"])
def test_device_parity(student, layer):
    """Gives the same for a model and images on an accelerator, and stays there."""
    model, images = _hidden("blocks"), normal(2, 2, 7, 6)
    on_cpu = student.run(_output, MODEL, "blocks", dict(model.state_dict()), layer, images)
    on_cpu = expect_tensor(on_cpu, look_at="get the output on the CPU right first")
    answer = student.run(_output_there, MODEL, "blocks", dict(model.state_dict()), layer, images)
    output, stray, round_trip = _parts(answer, 3)

    says = "model and images are on an accelerator, but the output is on another device"
    expect_true(stray is False, says=says, look_at="keep no tensor on a fixed device")
    says = "the images are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at="no .cpu(), no NumPy")
    says = "the cut model gives other results on an accelerator than on the CPU"
    look_at = "keep no tensor, dtype or device of your own: only the model's layers, in their order"
    expect_close(output, on_cpu, says=says, look_at=look_at, rtol=1e-9, atol=1e-9)


# ------------------------------------------------------------------ run beside the student's code


def _is_module(student, code):
    scope = {"nn": nn}
    exec(code, scope)
    return isinstance(student.cut_backbone(scope["_model"]("blocks"), "block1"), nn.Module)


def _cut(student, code, kind, layer):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    student.cut_backbone(model, layer)


def _output(student, code, kind, state, layer, images):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    model.eval()
    cut = student.cut_backbone(model, layer)
    cut.eval()
    with torch.no_grad():
        return cut(images)


def _output_there(student, code, kind, state, layer, images):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    copies = []
    with torch.no_grad(), devices.accelerator(copies) as device:
        cut = student.cut_backbone(devices.move(model.eval(), device), layer)
        cut.eval()
        output = cut(devices.move(images, device))
        stray = devices.any_elsewhere(output, device)
    with devices.accelerator():
        return devices.move(output, "cpu"), stray, any(size >= images.numel() for size in copies)


def _traces(student, code, kind, state, layer, images, training):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    model.train(training)
    mixed = next(part for part in model.modules() if isinstance(part, nn.BatchNorm2d))
    mixed.train(not training)
    first, *_, last = model.parameters()
    first.requires_grad_(False)
    last.grad = torch.ones_like(last)
    names = [name for name, _ in model.named_modules()]
    modes = [part.training for part in model.modules()]
    needs = [parameter.requires_grad for parameter in model.parameters()]

    cut = student.cut_backbone(model, layer)

    after = model.state_dict()
    kept = (
        [name for name, _ in model.named_modules()] == names,
        [part.training for part in model.modules()] == modes,
        [parameter.requires_grad for parameter in model.parameters()] == needs
        and all(p.grad is None for p in list(model.parameters())[:-1])
        and last.grad is not None
        and bool((last.grad == 1).all()),
        list(after) == list(state) and all(torch.equal(after[name], state[name]) for name in state),
    )
    model.eval()
    cut.eval()
    with torch.no_grad():
        cut(images)
        return *kept, model(images)


def _sizes(student, code, kind, layer):
    scope = {"nn": nn}
    exec(code, scope)
    cut = student.cut_backbone(scope["_model"](kind), layer)
    return [parameter.numel() for parameter in cut.parameters()]


def _gradients(student, code, kind, state, layer, images):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    cut = student.cut_backbone(model.eval(), layer)
    cut.eval()
    images.requires_grad_()
    loss = cut(images).square().sum()
    if loss.requires_grad:
        loss.backward()
    held = list(cut.parameters())
    reached = [parameter.numel() for parameter in held if parameter.grad is not None]
    images_too = images.grad is not None and bool(images.grad.any())
    return [parameter.numel() for parameter in held], reached, images_too
