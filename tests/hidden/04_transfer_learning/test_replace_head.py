"""Hidden suite of `replace_head`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    expect_close,
    expect_equal,
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
    """A classifier of images (N, 1, 4, 3); its source is sent to the student's process."""
    from collections import OrderedDict

    class Misnamed(nn.Module):
        """What is called head or fc is not the last linear layer, nor the widest one."""

        def __init__(self):
            super().__init__()
            self.head = nn.Linear(12, 9)
            self.fc = nn.Linear(9, 7)
            self.answer = nn.Linear(7, 5)
            self.norm = nn.BatchNorm1d(5)

        def forward(self, x):
            return self.answer(self.fc(self.head(x.flatten(1)).tanh()).tanh())

    if kind == "convnet":
        block = nn.Sequential(OrderedDict(conv=nn.Conv2d(1, 4, 2), norm=nn.BatchNorm2d(4), act=nn.ReLU()))
        return nn.Sequential(OrderedDict(block=block, flatten=nn.Flatten(), head=nn.Linear(24, 6)))
    if kind == "inside":
        top = nn.Sequential(OrderedDict(hid=nn.Linear(5, 4), act=nn.Tanh(), out=nn.Linear(4, 6, bias=False)))
        return nn.Sequential(OrderedDict(flat=nn.Flatten(), first=nn.Linear(12, 5), top=top, act=nn.ELU()))
    if kind == "outside":  # a linear layer that lies deeper, but comes before the last one
        deep = nn.Sequential(nn.Sequential(nn.Linear(12, 8), nn.Tanh()), nn.BatchNorm1d(8))
        return nn.Sequential(OrderedDict(flatten=nn.Flatten(), deep=deep, out=nn.Linear(8, 6)))
    if kind == "deep":  # another layer has as many outputs as the last one, which lies three levels down
        block = nn.Sequential(OrderedDict(hid=nn.Linear(8, 6), act=nn.Tanh(), out=nn.Linear(6, 6)))
        body = nn.Sequential(OrderedDict(first=nn.Linear(12, 8), block=block))
        return nn.Sequential(OrderedDict(flat=nn.Flatten(), body=body))
    return Misnamed()


MODEL = inspect.getsource(_model)
KINDS = ("convnet", "inside", "outside", "misnamed", "deep")


def _hidden(kind: str, dtype: torch.dtype = torch.float32) -> nn.Module:
    """The model with hidden weights, in eval mode."""
    model = _model(kind).to(dtype).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
    return model


def _seed() -> int:
    return int(integers(0, 2**31))


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="replace_head gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _layers(student: Any, model: nn.Module, kind: str, classes: int) -> list[list[torch.Tensor]]:
    """Weight and bias of every nn.Linear of the new model, in order."""
    dtype = next(model.parameters()).dtype
    layers = student.run(_linears, MODEL, kind, dict(model.state_dict()), classes, dtype)
    whole = type(layers) is list and all(type(layer) is list for layer in layers)
    expect_true(whole and len(layers) > 0, says="the new model holds no nn.Linear", look_at="nn.Linear")
    return [[expect_tensor(values) for values in layer] for layer in layers]


def _head(student: Any, model: nn.Module, kind: str, classes: int) -> list[torch.Tensor]:
    return _layers(student, model, kind, classes)[-1]


@gate
@worth(0)
def test_is_a_module(student):
    """Gives an nn.Module."""
    expect_true(
        student.run(_is_module, MODEL),
        says="replace_head does not return an nn.Module",
        look_at="return the new model: not its head, not None",
    )


@worth(3)
@parametrize("kind", ["convnet", "outside"])
@parametrize("classes", [1, 3, 6, 40])
@parametrize("count", [1, 4])
def test_shapes(student, kind, classes, count):
    """The new model gives num_classes logits for each image."""
    model, images = _hidden(kind), random(count, 1, 4, 3, dtype=torch.float32)
    look_at = "the new nn.Linear has the in_features of the old one, and num_classes outputs"
    with expect_nothing_raised(says="the new model is to take the same images as the old", look_at=look_at):
        logits = student.run(_logits, MODEL, kind, dict(model.state_dict()), classes, images)

    expect_tensor(logits, shape=(count, classes), look_at=look_at)


@worth(2)
@parametrize("kind", ["inside", "outside", "misnamed", "deep"])
def test_last_linear(student, kind):
    """Replaces the nn.Linear that was registered last: at any depth, under any name, and no other."""
    model = _hidden(kind)
    expected = [tuple(part.weight.shape) for part in model.modules() if isinstance(part, nn.Linear)]
    expected[-1] = (11, expected[-1][1])
    look_at = "of all nn.Linear in model.modules() the last one, whatever its name; all others stay"
    with expect_nothing_raised(says="not every model's last nn.Linear is found", look_at=look_at):
        layers = _layers(student, model, kind, 11)

    shapes = [tuple(layer[0].shape) for layer in layers]
    says = "another layer than the last nn.Linear was replaced, or more than one"
    expect_true(shapes == expected, says=says, look_at=look_at)


@worth(1)
@parametrize("kind, parameters", [("convnet", 2), ("inside", 1)])
def test_bias(student, kind, parameters):
    """The new layer has a bias if the old one had one."""
    head = _head(student, _hidden(kind), kind, 3)
    says = "the new layer has a bias, and the old one had none"
    if parameters > len(head):
        says = "the new layer has no bias, and the old one had one"
    expect_true(len(head) == parameters, says=says, look_at="bias=old.bias is not None")


@worth(2)
@parametrize("kind", KINDS)
def test_other_weights(student, kind):
    """All other weights and statistics are those of the old model."""
    model = _hidden(kind)
    answer = student.run(_others, MODEL, kind, dict(model.state_dict()), 3)
    old = [part for part in model.modules() if isinstance(part, nn.Linear)][-1]
    gone = {id(parameter) for parameter in old.parameters()}
    values = [*model.parameters(), *model.buffers()]
    expect_equal(
        answer,
        [value.detach() for value in values if id(value) not in gone],
        says="weights or statistics in front of the head are not those of the old model",
        look_at="copy.deepcopy(model) copies layers with their weights",
    )


@worth(1)
@parametrize("classes", [6, 3])
def test_new_weights(student, classes):
    """The layer is a new one: it holds no weights of the old one."""
    model = _hidden("convnet")
    weight, *bias = _head(student, model, "convnet", classes)
    *_, old_weight, old_bias = (parameter.detach() for parameter in model.parameters())

    look_at = "the old head's weights stand for the old classes: draw new ones"
    rows = min(len(weight), len(old_weight))
    same = weight.shape[1:] == old_weight.shape[1:] and bool(
        (weight[:rows] == old_weight[:rows]).all(dim=1).any()
    )
    expect_true(not same, says="the new layer has weights of the old one", look_at=look_at)
    same = any(own.dim() == 1 and bool((own[:rows] == old_bias[: len(own)][:rows]).any()) for own in bias)
    expect_true(not same, says="the new layer has the bias of the old one", look_at=look_at)


@worth(2)
@parametrize("kind", ["convnet", "inside"])
@parametrize("training", [True, False])
def test_old_model_is_left_alone(student, kind, training):
    """Leaves the old model as it was: its head, weights, modes and gradients."""
    model = _hidden(kind)
    answer = student.run(_traces, MODEL, kind, dict(model.state_dict()), training)
    layers, modes, gradients, state = _parts(answer, 4)

    look_at = "change a copy: copy.deepcopy(model) first"
    expect_true(layers, says="the old model has another head than before", look_at=look_at)
    expect_true(modes, says="a part of the old model is in another mode than before", look_at=look_at)
    expect_true(gradients, says="gradients or requires_grad of the old model have changed", look_at=look_at)
    expect_true(state, says="weights or statistics of the old model have changed", look_at=look_at)


@worth(2)
@parametrize("kind", ["convnet", "outside"])
def test_nothing_is_shared(student, kind):
    """Training the new model later leaves the old one's weights and statistics alone."""
    model = _hidden(kind)
    images, labels = random(6, 1, 4, 3, dtype=torch.float32), integers(0, 3, 6)
    answer = student.run(_train_new, MODEL, kind, dict(model.state_dict()), images, labels)
    new_moved, weights_kept, statistics_kept = _parts(answer, 3)

    expect_true(new_moved, says="the new model cannot be trained", look_at="its weights take gradients")
    look_at = "both models hold the same tensors: copy them, copy.deepcopy(model)"
    says = "training the new model changes weights of the old one"
    expect_true(weights_kept, says=says, look_at=look_at)
    says = "training the new model changes batch-norm statistics of the old one"
    expect_true(statistics_kept, says=says, look_at=look_at)


@worth(2)
def test_generator(student):
    """A generator decides the new weights, and the global random state is left alone; else that decides."""
    *heads, untouched = _parts(student.run(_heads, MODEL, _seed()), 7)
    one, same, other, next_one, free, next_free = (expect_tensor(head) for head in heads)

    look_at = "hand the generator to every random draw; nn.Linear(…) alone draws from the global state"
    says = "the global random state changed in spite of a generator"
    expect_true(untouched, says=says, look_at=look_at)
    expect_true(torch.equal(one, same), says="the same generator gives other weights", look_at=look_at)
    if bool((one == one.flatten()[0]).all()):
        return  # a head that starts at zero needs no draws
    for head in (other, next_one):
        says = "the new weights are the same, although the generator is in another state"
        expect_true(not torch.equal(one, head), says=says, look_at=look_at)
    says = "without a generator, every new layer has the same weights"
    look_at = "without a generator, draw from torch's global state: seed nothing"
    expect_true(not torch.equal(free, next_free), says=says, look_at=look_at)


@worth(1)
def test_head_of_a_frozen_model(student):
    """The new layer can be trained, even where the whole old model was frozen."""
    head_trains, others_train = _parts(student.run(_requires_grad_after_freezing, MODEL), 2)

    says = "the new layer takes no gradients where the old model was frozen"
    expect_true(head_trains, says=says, look_at="freezing the copy must not come after the new layer")
    says = "layers that were frozen take gradients in the new model"
    expect_true(others_train is False, says=says, look_at="copy.deepcopy(model) keeps requires_grad")


@worth(1)
@parametrize("dtype", [torch.float32, torch.float64])
def test_dtype(student, dtype):
    """The new layer has the dtype of the model."""
    look_at = "dtype=old.weight.dtype"
    head = _head(student, _hidden("convnet", dtype), "convnet", 3)
    for values in head:
        expect_tensor(values, dtype=dtype, look_at=look_at)


@worth(1)
@parametrize("with_generator", [True, False])
def test_device_parity(student, with_generator):
    """On an accelerator the new layer lives there too, also with a generator on the CPU."""
    model, images = _hidden("convnet"), random(3, 1, 4, 3, dtype=torch.float32)
    seed = _seed() if with_generator else None
    look_at = "the new layer lives where the old one does; draw on generator.device, then move"
    with expect_nothing_raised(says="a model on an accelerator is to get a new head", look_at=look_at):
        answer = student.run(_on_accelerator, MODEL, dict(model.state_dict()), images, seed)
    logits, expected, heads, stray = _parts(answer, 4)

    says = "the model is on an accelerator, but its new layer is on another device"
    expect_true(stray is False, says=says, look_at=look_at)
    says = "the new model gives other results on an accelerator than on the CPU"
    expect_close(logits, expect_tensor(expected), says=says, look_at=look_at, rtol=1e-4, atol=1e-4)
    there, on_cpu, again = (expect_tensor(head) for head in _parts(heads, 3))
    if with_generator and torch.equal(on_cpu, again):  # else another test says so
        says = "the same generator gives other weights on an accelerator"
        expect_close(there, on_cpu, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _is_module(student, code):
    scope = {"nn": nn}
    exec(code, scope)
    new = student.replace_head(scope["_model"]("convnet"), 3)
    return isinstance(new, nn.Module) and not isinstance(new, nn.Linear)


def _logits(student, code, kind, state, classes, images):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    new = student.replace_head(model.eval(), classes)
    new.eval()
    return new(images).detach()


def _linears(student, code, kind, state, classes, dtype):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind).to(dtype)
    model.load_state_dict(state)
    new = student.replace_head(model.eval(), classes)
    linears = [part for part in new.modules() if isinstance(part, nn.Linear)]
    return [[values.detach() for values in part.parameters()] for part in linears]


def _others(student, code, kind, state, classes):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    new = student.replace_head(model.eval(), classes)
    head = [part for part in new.modules() if isinstance(part, nn.Linear)][-1]
    own = {id(values) for values in head.parameters()}
    values = [*new.parameters(), *new.buffers()]
    return [value.detach() for value in values if id(value) not in own]


def _traces(student, code, kind, state, training):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    model.train(training)
    next(iter(model.children())).train(not training)
    first, *_, last = model.parameters()
    first.requires_grad_(False)
    last.grad = torch.ones_like(last)
    parts = list(model.modules())
    modes = [part.training for part in parts]
    needs = [parameter.requires_grad for parameter in model.parameters()]

    student.replace_head(model, 3)

    after = model.state_dict()
    return (
        [id(part) for part in model.modules()] == [id(part) for part in parts],
        [part.training for part in parts] == modes,
        [parameter.requires_grad for parameter in [first, *_, last]] == needs
        and last.grad is not None
        and bool((last.grad == 1).all()),
        list(after) == list(state)
        and all(after[n].shape == state[n].shape and torch.equal(after[n], state[n]) for n in state),
    )


def _train_new(student, code, kind, state, images, labels):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    weights = [parameter.detach().clone() for parameter in model.parameters()]
    statistics = [buffer.clone() for buffer in model.buffers()]
    olds = list(model.parameters()), list(model.buffers())
    new = student.replace_head(model, 3)
    before = [parameter.detach().clone() for parameter in new.parameters()]
    new.train()
    optimizer = torch.optim.SGD(new.parameters(), lr=1.0)
    for _ in range(2):
        loss = F.cross_entropy(new(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return (
        any(not torch.equal(*pair) for pair in zip(before, new.parameters(), strict=True)),
        all(torch.equal(*pair) for pair in zip(weights, olds[0], strict=True)),
        all(torch.equal(*pair) for pair in zip(statistics, olds[1], strict=True)),
    )


def _heads(student, code, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("convnet")

    def draw(generator):
        new = student.replace_head(model, 3, generator=generator)
        return [part for part in new.modules() if isinstance(part, nn.Linear)][-1].weight.detach()

    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    torch.rand(7)  # whoever sets a seed shall not find it set already
    before = torch.get_rng_state()
    one = draw(first)
    untouched = torch.equal(before, torch.get_rng_state())
    torch.rand(3)
    again = draw(same)
    return one, again, draw(other), draw(first), draw(None), draw(None), untouched


def _requires_grad_after_freezing(student, code):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("convnet").requires_grad_(False)
    new = student.replace_head(model, 3)
    head = [part for part in new.modules() if isinstance(part, nn.Linear)][-1]
    own = {id(values) for values in head.parameters()}
    return (
        all(values.requires_grad for values in head.parameters()),
        any(values.requires_grad for values in new.parameters() if id(values) not in own),
    )


def _on_accelerator(student, code, state, images, seed):
    import copy

    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("convnet")
    model.load_state_dict(state)
    model.eval()

    def options():
        return {} if seed is None else {"generator": torch.Generator().manual_seed(seed)}

    def weight_of(model):
        return [part for part in model.modules() if isinstance(part, nn.Linear)][-1].weight.detach()

    on_cpu, again = (student.replace_head(copy.deepcopy(model), 3, **options()).eval() for _ in range(2))
    heads = weight_of(on_cpu).clone(), weight_of(again)
    with torch.no_grad(), devices.accelerator() as device:
        new = student.replace_head(devices.move(model, device), 3, **options())
        new.eval()
        stray = devices.any_elsewhere(list(new.parameters()), device)
        logits = devices.move(new(devices.move(images, device)), "cpu") if not stray else None
        values = {name: devices.move(value, "cpu") for name, value in new.state_dict().items()}
        heads = devices.move(weight_of(new), "cpu"), *heads
    with torch.no_grad():
        on_cpu.load_state_dict(values)
        return logits, on_cpu(images), heads, stray
