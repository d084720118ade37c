"""Hidden suite of `freeze`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)


def _model(kind):
    """A module with batch norm, without dropout; its source is sent to the student's process."""
    from collections import OrderedDict

    class Scaled(nn.Module):
        """Its parameters lie in the module itself, too."""

        def __init__(self):
            super().__init__()
            self.gain = nn.Parameter(torch.ones(3, 1, 1))
            self.inner = nn.ModuleDict({"norm": nn.BatchNorm2d(3), "conv": nn.Conv2d(3, 2, 2)})

        def forward(self, x):
            return self.inner["conv"](self.inner["norm"](x * self.gain)).tanh()

    if kind == "nested":
        deep = nn.Sequential(nn.Conv2d(4, 3, 2), nn.Sequential(nn.BatchNorm2d(3), nn.ReLU()))
        block = nn.Sequential(OrderedDict(conv=nn.Conv2d(3, 4, 2, bias=False), norm=nn.BatchNorm2d(4)))
        return nn.Sequential(OrderedDict(block=block, deep=deep, flatten=nn.Flatten())).double()
    if kind == "one axis":
        return nn.Sequential(nn.Flatten(), nn.Linear(60, 6), nn.BatchNorm1d(6), nn.Tanh()).double()
    if kind == "three axes":
        return nn.Sequential(nn.Unflatten(1, (1, 3)), nn.Conv3d(1, 2, 2), nn.BatchNorm3d(2)).double()
    if kind == "batch norm":
        return nn.BatchNorm2d(3).double()
    if kind == "no batch norm":
        return nn.Sequential(nn.Conv2d(3, 2, 2), nn.GroupNorm(1, 2), nn.Flatten(), nn.Linear(24, 3)).double()
    return Scaled().double()


MODEL = inspect.getsource(_model)
LOOK_AT_TRAIN = (
    ".train() of a module calls .train() of its children: it must not reach the batch norms any more"
)


def _hidden(kind: str) -> nn.Module:
    """The module with hidden weights and statistics, in eval mode."""
    model = _model(kind).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
    return model


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="freeze gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _expect_still(student: Any, kind: str, way: str, *, training: bool = True, look_at: str) -> None:
    """Batches go through in train mode; the statistics stay.

    What is used in train mode is not asked: with a momentum of 0 they stay put as well.
    """
    images = 2 + 3 * normal(5, 3, 5, 4)
    state = dict(_hidden(kind).state_dict())

    says = "the running statistics of a batch norm change when images go through"
    still = student.run(_after_batches, MODEL, kind, state, images, way, training)
    expect_true(still, says=says, look_at=look_at)


@gate
@worth(0)
def test_is_a_module(student):
    """Gives an nn.Module."""
    expect_true(
        student.run(_is_module, MODEL),
        says="freeze does not return an nn.Module",
        look_at="return the module, or a copy of it",
    )


@worth(3)
@parametrize("kind", ["nested", "no batch norm", "one axis", "class", "batch norm"])
def test_no_gradients(student, kind):
    """None of its parameters takes gradients, those of batch norms and of the module itself included."""
    expect_true(
        student.run(_takes_none, MODEL, kind),
        says="a parameter of the frozen module still takes gradients",
        look_at="requires_grad_(False) of a module reaches all of its parameters",
    )


@worth(4)
@parametrize("kind", ["nested", "class"])
@parametrize("way", ["train", "train(True)", "around", "eval, train", "train twice"])
def test_statistics_after_train(student, kind, way):
    """Batch-norm statistics stay put even after .train(), of the module or of a larger one around it."""
    _expect_still(student, kind, way, look_at=LOOK_AT_TRAIN)


@worth(1)
@parametrize("kind", ["nested", "class"])
@parametrize("training", [True, False])
def test_statistics_at_once(student, kind, training):
    """Batch-norm statistics stay put from the start, whatever mode the module was in."""
    look_at = "a model just built is in train mode: freezing puts its batch norms into eval mode at once"
    _expect_still(student, kind, "none", training=training, look_at=look_at)


@worth(2)
@parametrize("kind", ["one axis", "three axes"])
@parametrize("way", ["train", "around"])
def test_every_batch_norm(student, kind, way):
    """Holds for batch norms of every kind: 1d and 3d as well as 2d."""
    look_at = "BatchNorm1d, BatchNorm2d and BatchNorm3d are different classes"
    _expect_still(student, kind, way, look_at=look_at)


@worth(1)
@parametrize("way", ["train", "around"])
def test_a_batch_norm_itself(student, way):
    """Freezes a batch norm that is handed over by itself."""
    look_at = "modules() lists the module itself too; children() does not"
    _expect_still(student, "batch norm", way, look_at=look_at)


@worth(1)
@parametrize("kind", ["nested", "one axis", "class", "no batch norm"])
def test_same_output(student, kind):
    """Gives in eval mode what it gave before."""
    model, images = _hidden(kind), normal(3, 3, 5, 4)
    with torch.no_grad():
        expected = model(images)

    expect_close(
        student.run(_output_in_eval_mode, MODEL, kind, dict(model.state_dict()), images),
        expected,
        says="the frozen module gives something else than before",
        look_at="weights and statistics stay as they are",
    )


@worth(2)
@parametrize("kind", ["nested", "no batch norm"])
def test_training_around_it(student, kind):
    """A head on top can be trained, and leaves the frozen module as it is."""
    images, labels = normal(6, 3, 5, 4), integers(0, 2, 6)
    look_at = "freeze only the module: gradients of other layers are still wanted"
    says = "a layer on top of the frozen module is to be trained"
    with expect_nothing_raised(says=says, look_at=look_at):
        head_moved, base_moved, enabled = _parts(student.run(_train_head, MODEL, kind, images, labels), 3)

    expect_true(enabled, says="gradients are switched off for everything", look_at=look_at)
    expect_true(head_moved, says="a layer on top of the frozen module does not learn", look_at=look_at)
    says = "weights of the frozen module change when a layer on top is trained"
    expect_true(base_moved is False, says=says, look_at="requires_grad_(False)")


@worth(1)
@parametrize("kind", ["nested", "class"])
def test_device_parity(student, kind):
    """Moves to an accelerator as a whole, and gives the same there."""
    model, images = _hidden(kind), normal(3, 3, 5, 4)
    on_cpu = student.run(_output_in_eval_mode, MODEL, kind, dict(model.state_dict()), images)
    on_cpu = expect_tensor(on_cpu, look_at="get the output on the CPU right first")
    answer = student.run(_output_there, MODEL, kind, dict(model.state_dict()), images)
    output, stray, round_trip = _parts(answer, 3)

    says = "module and images are on an accelerator, but the output is on another device"
    expect_true(stray is False, says=says, look_at="keep no tensor on a fixed device")
    says = "the images are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at="no .cpu(), no NumPy")
    says = "the frozen module gives other results on an accelerator than on the CPU"
    expect_close(output, on_cpu, says=says, rtol=1e-9, atol=1e-9)


# ------------------------------------------------------------------ run beside the student's code


def _is_module(student, code):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    return isinstance(student.freeze(scope["_model"]("nested")), nn.Module)


def _takes_none(student, code, kind):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    frozen = student.freeze(scope["_model"](kind))
    untouched = not any(parameter.requires_grad for parameter in frozen.parameters())
    frozen.train()
    return untouched and not any(parameter.requires_grad for parameter in frozen.parameters())


def _after_batches(student, code, kind, state, images, way, training):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    frozen = student.freeze(model.train(training))
    around = nn.Sequential(frozen, nn.Identity())
    if way == "eval, train":
        frozen.eval()
    if way in ("train", "eval, train", "train twice"):
        frozen.train()
    if way == "train(True)":
        frozen.train(True)
    if way == "around":
        around.train()
    before = {name: value.clone() for name, value in frozen.state_dict().items()}
    with torch.no_grad():
        frozen(images)
        if way == "train twice":
            frozen.train()
        around(images)
    after = frozen.state_dict()
    running = [name for name in before if name.endswith(("running_mean", "running_var"))]
    return all(torch.equal(after[name], before[name]) for name in running)


def _output_in_eval_mode(student, code, kind, state, images):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    frozen = student.freeze(model)
    frozen.eval()
    return frozen(images).detach()


def _train_head(student, code, kind, images, labels):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    frozen = student.freeze(scope["_model"](kind))
    features = frozen(images).flatten(1).shape[1]
    model = nn.Sequential(frozen, nn.Flatten(), nn.Linear(features, 2).double())
    model.train()
    base = [parameter.detach().clone() for parameter in frozen.parameters()]
    weight = model[2].weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    enabled = torch.is_grad_enabled()
    for _ in range(3):
        with torch.enable_grad():
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
        optimizer.step()
    moved = any(not torch.equal(*pair) for pair in zip(base, frozen.parameters(), strict=True))
    return not torch.equal(weight, model[2].weight), moved, enabled


def _output_there(student, code, kind, state, images):
    from convlab import devices

    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    copies = []
    with torch.no_grad(), devices.accelerator(copies) as device:
        frozen = devices.move(student.freeze(devices.move(model, device)), device)
        frozen.eval()
        output = frozen(devices.move(images, device))
        stray = devices.any_elsewhere(output, device)
    with devices.accelerator():
        return devices.move(output, "cpu"), stray, any(size >= images.numel() for size in copies)
