"""Hidden suite of `parameter_groups`."""
# convnet-canary-7f3a

import inspect
from typing import Any

import torch
from torch import nn

from autograder.testing import (
    expect_close,
    expect_nothing_raised,
    expect_true,
    gate,
    parametrize,
    worth,
)

Rates = dict[str, list[float]]


def _model(kind):
    """A model for rows of 6 numbers, or images (N, 1, 3, 2); its source is sent to the student's process."""
    from collections import OrderedDict

    class Scaled(nn.Module):
        """Its parameters lie in the model itself, too, and a layer called head is not the last one."""

        def __init__(self):
            super().__init__()
            self.gain = nn.Parameter(torch.ones(6))
            self.head = nn.Linear(6, 6)
            self.norm = nn.BatchNorm1d(6)
            self.classify = nn.Linear(6, 6, bias=False)
            self.scale = nn.LayerNorm(6)

        def forward(self, x):
            return self.scale(self.classify(self.norm(self.head(x * self.gain))))

    if kind == "convnet":
        block = nn.Sequential(nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2), nn.ReLU())
        return nn.Sequential(OrderedDict(block=block, flatten=nn.Flatten(), head=nn.Linear(4, 3)))
    if kind == "nested":
        top = nn.Sequential(OrderedDict(hidden=nn.Linear(5, 4), act=nn.Tanh(), out=nn.Linear(4, 3)))
        return nn.Sequential(OrderedDict(first=nn.Linear(6, 5), top=top, soften=nn.PReLU()))
    if kind == "alike":  # equal shapes, equal values
        model = nn.Sequential(*(nn.Linear(6, 6) for _ in range(3)))
        for parameter in model.parameters():
            nn.init.constant_(parameter, 0.1)
        return model
    if kind == "begins":  # names of which one begins another
        layers = OrderedDict(out0=nn.Linear(6, 6), out=nn.Linear(6, 2), out_norm=nn.LayerNorm(2))
        return nn.Sequential(layers)
    if kind == "tied":  # one parameter in two different layers
        one, two = nn.Linear(6, 6), nn.Linear(6, 6)
        two.weight = one.weight
        return nn.Sequential(OrderedDict(one=one, act=nn.Tanh(), two=two, out=nn.Linear(6, 2)))
    if kind == "twice":
        layer = nn.Linear(6, 6)
        return nn.Sequential(OrderedDict(one=layer, act=nn.Tanh(), two=layer, out=nn.Linear(6, 2)))
    return Scaled()


MODEL = inspect.getsource(_model)
HEADS = {
    "convnet": "head.",
    "nested": "top.out.",
    "alike": "2.",
    "begins": "out.",
    "tied": "out.",
    "twice": "out.",
    "class": "classify.",
}


def _names(kind: str, frozen: list[str]) -> tuple[list[str], list[str]]:
    """Names of the trainable parameters: those of the base, and those of the head."""
    names = [name for name, _ in _model(kind).named_parameters() if not _is_frozen(name, frozen)]
    head = [name for name in names if name.startswith(HEADS[kind])]
    return [name for name in names if name not in head], head


def _is_frozen(name: str, frozen: list[str]) -> bool:
    return any(name.startswith(prefix) for prefix in frozen)


def _rates(student: Any, kind: str, frozen: list[str], base_lr: float, head_lr: float) -> Rates:
    """For each parameter's name the rates of the groups that it stands in."""
    found = student.run(_found_rates, MODEL, kind, frozen, base_lr, head_lr)
    expect_true(
        type(found) is dict
        and all(type(name) is str and type(rates) is list for name, rates in found.items())
        and all(type(rate) in (int, float) for rates in found.values() for rate in rates),
        says='the groups are not dictionaries with "params" and a number as "lr"',
        look_at='[{"params": […], "lr": …}, …]',
    )
    return found  # type: ignore[return-value]  # checked above


@gate
@worth(0)
def test_is_a_list_of_dicts(student):
    """Gives a list of dictionaries, each with its parameters and their rate."""
    expect_true(
        student.run(_is_list_of_dicts, MODEL),
        says='the output is not a list of dictionaries with "params" and "lr"',
        look_at='[{"params": […], "lr": …}, …]',
    )


@worth(3)
@parametrize("kind", ["convnet", "nested", "class", "alike"])
def test_every_parameter(student, kind):
    """Holds every trainable parameter, in whatever group."""
    rates, (base, head) = _rates(student, kind, [], 0.25, 4.0), _names(kind, [])
    expect_true(
        all(rates.get(name) for name in base + head),
        says="a trainable parameter is in no group",
        look_at="weights, biases, batch norms and parameters of the model itself: model.parameters() has all",
    )
    expect_true(
        set(rates) <= {*base, *head}, says="a group holds something that is no parameter of the model"
    )


@worth(2)
@parametrize("kind", ["convnet", "nested", "class", "alike", "twice", "tied"])
def test_once_only(student, kind):
    """Holds no parameter twice, not even one that two layers share."""
    rates = _rates(student, kind, [], 0.25, 4.0)
    names = [name for name, _ in _model(kind).named_parameters()]
    expect_true(
        bool(rates) and all(len(rates.get(name, [0.25])) == 1 for name in names),
        says="a parameter is listed more than once",
        look_at="the head's parameters must not be in the group of the base as well; layers may share a "
        "parameter; tell parameters apart by identity (is, id), not by value",
    )


@worth(2)
@parametrize(
    "kind, frozen",
    [
        ("convnet", []),
        ("nested", []),
        ("class", []),
        ("alike", []),
        ("twice", []),
        ("begins", []),
        ("nested", ["top.out."]),
        ("class", ["classify."]),
    ],
)
@parametrize("base_lr, head_lr", [(0.25, 4.0), (3.0, 0.5)])
def test_rates(student, kind, frozen, base_lr, head_lr):
    """Gives the head, the last nn.Linear, its own rate, and everything else that of the base."""
    rates, (base, head) = _rates(student, kind, frozen, base_lr, head_lr), _names(kind, frozen)

    of_base, of_head = ({r for name in names for r in rates.get(name, [])} for names in (base, head))
    swapped = of_base == {head_lr} and of_head == {base_lr}
    look_at = "head_lr belongs to the last nn.Linear, base_lr to all others"
    expect_true(not swapped, says="the two rates are swapped", look_at=look_at)
    wrong = [name for name in head if set(rates.get(name, [head_lr])) != {head_lr}]
    expect_true(
        not wrong,
        says="weight or bias of the last nn.Linear does not have the rate head_lr",
        look_at="the last nn.Linear that model.modules() lists, at any depth and under any name",
    )
    wrong = [name for name in base if set(rates.get(name, [base_lr])) != {base_lr}]
    expect_true(
        not wrong,
        says="a parameter outside the head does not have the rate base_lr",
        look_at="the head is one nn.Linear, the last in model.modules(), whatever its name, and even if it "
        "is frozen; compare whole names, or better the parameters themselves (is, id)",
    )


@worth(3)
@parametrize(
    "kind, frozen",
    [
        ("convnet", ["block."]),
        ("convnet", ["block.0."]),
        ("convnet", ["head.bias"]),
        ("convnet", ["head."]),
        ("nested", ["first.", "top.hidden.weight"]),
        ("class", ["gain", "norm.weight"]),
        ("class", ["classify."]),
    ],
)
def test_frozen_are_absent(student, kind, frozen):
    """Leaves out what takes no gradients, in base and head."""
    rates, (base, head) = _rates(student, kind, frozen, 0.25, 4.0), _names(kind, frozen)
    expect_true(
        not any(_is_frozen(name, frozen) for name in rates),
        says="a parameter that takes no gradients is in a group",
        look_at="parameter.requires_grad, in the head too",
    )
    without = _rates(student, kind, [], 0.25, 4.0)
    missing = [name for name in base + head if name in without and name not in rates]
    expect_true(
        not missing,
        says="a trainable parameter is missing where others are frozen",
        look_at="look at each parameter's own requires_grad",
    )


@worth(1)
def test_rate_of_zero(student):
    """Takes 0 as a rate like any other."""
    rates = _rates(student, "convnet", [], 0.0, 1.0)
    usual = _rates(student, "convnet", [], 0.25, 1.0)  # whatever may be wrong with these costs elsewhere
    expected = {name: [0.0 if rate == 0.25 else rate for rate in own] for name, own in usual.items()}
    says = "with base_lr=0 a parameter is missing, or has another rate"
    expect_true(rates == expected, says=says, look_at="0 is a number like any other: no `if base_lr:`")


@worth(1)
@parametrize("kind, frozen", [("convnet", []), ("nested", ["first."]), ("class", ["gain"])])
def test_optimiser(student, kind, frozen):
    """An optimiser that gets the groups moves each parameter at its own rate."""
    rates = _rates(student, kind, frozen, 0.25, 4.0)
    if any(len(found) > 1 for found in rates.values()):
        return  # torch refuses it, and another test says so
    look_at = 'torch.optim.SGD(groups, lr=…) is to work: "params" holds parameters, "lr" a number'
    with expect_nothing_raised(says="an optimiser is to take the groups", look_at=look_at):
        steps = student.run(_steps, MODEL, kind, frozen, 0.25, 4.0)

    expect_true(type(steps) is dict, says="parameter_groups gave no proper answer")
    for name, [rate] in rates.items():
        expect_close(
            steps.get(name),  # type: ignore[attr-defined]  # a dict, checked above
            torch.tensor(float(rate)),
            says="an optimiser with these groups moves a parameter by another rate than its group's",
            look_at=look_at,
            rtol=1e-3,
            atol=1e-3,
        )


@worth(1)
def test_model_is_left_alone(student):
    """Leaves the model's weights, modes and requires_grad as they were."""
    expect_true(
        student.run(_left_alone, MODEL),
        says="weights, modes, gradients or requires_grad of the model have changed",
        look_at="only list parameters; change nothing about them",
    )


# ------------------------------------------------------------------ run beside the student's code


def _is_list_of_dicts(student, code):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    groups = student.parameter_groups(scope["_model"]("convnet"), base_lr=0.1, head_lr=1.0)
    return type(groups) is list and all(isinstance(g, dict) and {"params", "lr"} <= set(g) for g in groups)


def _found_rates(student, code, kind, frozen, base_lr, head_lr):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    model = scope["_model"](kind)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not any(name.startswith(prefix) for prefix in frozen))
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    rates = {}
    for group in student.parameter_groups(model, base_lr=base_lr, head_lr=head_lr):
        members = group["params"]
        for member in [members] if isinstance(members, torch.Tensor) else list(members):
            member = member[1] if isinstance(member, tuple) else member  # named, as optimisers allow
            rates.setdefault(names.get(id(member), "?"), []).append(group["lr"])
    return rates


def _steps(student, code, kind, frozen, base_lr, head_lr):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    model = scope["_model"](kind)
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not any(name.startswith(prefix) for prefix in frozen))
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    groups = student.parameter_groups(model, base_lr=base_lr, head_lr=head_lr)
    optimizer = torch.optim.SGD(groups, lr=77.0)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    return {name: (before[name] - p.detach()).abs().max() for name, p in model.named_parameters()}


def _left_alone(student, code):
    scope = {"nn": nn, "torch": torch}
    exec(code, scope)
    model = scope["_model"]("convnet")
    model.block.eval()
    model.block[0].requires_grad_(False)
    model.head.bias.grad = torch.ones(3)

    def traces():
        return (
            [part.training for part in model.modules()],
            [(p.requires_grad, p.grad is None) for p in model.parameters()],
            [value.tolist() for value in model.state_dict().values()],
        )

    before = traces()
    student.parameter_groups(model, base_lr=0.1, head_lr=1.0)
    return traces() == before
