"""Hidden suite of `adversarial_training_step`."""
# convnet-canary-7f3a

import contextlib
import inspect
import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    StudentFault,
    expect_at_least,
    expect_equal,
    expect_nothing_raised,
    expect_number,
    expect_tensor,
    expect_true,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

CLASSES = 3
LR = 0.1
LOOK_AT_MODES = "note module.training of every module in model.modules(); train() and eval() switch them all"


def _model(kind):
    """A classifier of images (N, 2, 6, 5); its source is sent to the student's process."""
    from collections import OrderedDict

    conv, head = nn.Conv2d(2, 4, (3, 2)), nn.Linear(64, 3)
    if kind == "plain":
        layers = OrderedDict(conv=conv, act=nn.Tanh(), flat=nn.Flatten(), head=head)
    else:
        block = nn.Sequential(nn.BatchNorm2d(4), nn.Tanh(), nn.Dropout(0.0 if kind == "norm" else 0.4))
        layers = OrderedDict(conv=conv, block=block, flat=nn.Flatten(), head=head)
    return nn.Sequential(layers).double()


MODEL = inspect.getsource(_model)


def _hidden(kind: str) -> dict[str, torch.Tensor]:
    """Hidden weights and statistics for the model."""
    model = _model(kind)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape) / 2)
        for name, buffer in model.named_buffers():
            if buffer.is_floating_point():
                buffer.copy_(0.5 + random(*buffer.shape) if "var" in name else normal(*buffer.shape))
    return dict(model.state_dict())


def _case(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    return random(count, 2, 6, 5), integers(0, CLASSES, count)


def _loaded(kind: str, state: dict[str, torch.Tensor], *, training: bool = False) -> nn.Module:
    model = _model(kind)
    model.load_state_dict(state)
    return model.train(training)


def _attacks(
    student: Any,
    kind: str,
    state: dict[str, torch.Tensor],
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
) -> list[torch.Tensor]:
    """The images under FGSM, and under the notebook's own fgsm: that has a suite of its own."""
    model, pixels = _loaded(kind, state), images.clone().requires_grad_()
    sign = torch.autograd.grad(F.cross_entropy(model(pixels), labels), pixels)[0].sign()
    attacks = [(images + epsilon * sign).clamp(0, 1)]
    with contextlib.suppress(StudentFault):
        attacks.append(expect_tensor(student.run(_own_fgsm, MODEL, kind, state, images, labels, epsilon)))
    return [attack for attack in attacks if attack.shape == images.shape and attack.dtype == images.dtype]


def _updated(
    kind: str,
    state: dict[str, torch.Tensor],
    attacked: torch.Tensor,
    labels: torch.Tensor,
    *,
    training: bool = True,
) -> tuple[torch.Tensor, float]:
    """All weights in one row after one step of SGD, and the loss before it."""
    model = _loaded(kind, state, training=training)
    loss = F.cross_entropy(model(attacked), labels)
    loss.backward()
    steps = [(weight - LR * weight.grad).detach().flatten() for weight in model.parameters()]
    return torch.cat(steps), loss.item()


def _step(
    student: Any,
    kind: str,
    state: dict[str, torch.Tensor],
    images: torch.Tensor,
    labels: torch.Tensor,
    epsilon: float,
    *,
    modes: str = "training",
    stale: bool = False,
) -> tuple[float, torch.Tensor]:
    """The loss as a number, and all weights in one row."""
    answer = student.run(_stepped, MODEL, kind, state, images, labels, epsilon, modes, stale, LR)
    loss, weights = _parts(answer, 2)
    if isinstance(loss, torch.Tensor | np.generic) and math.prod(loss.shape) == 1:
        loss = loss.item()  # whether it is a Python float, another test asks
    return expect_number(loss, says="the loss is no number", look_at="loss.item()"), expect_tensor(weights)


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="adversarial_training_step gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _near(one: torch.Tensor, other: torch.Tensor) -> bool:
    return one.shape == other.shape and torch.allclose(one, other, rtol=1e-6, atol=1e-8)


def _expect_an_update(student: Any) -> None:
    """What is left alone proves nothing where nothing is done."""
    images, labels = _case(4)
    state = _hidden("plain")
    _, weights = _step(student, "plain", state, images, labels, 0.1)
    before = torch.cat([value.flatten() for value in state.values()])
    moved = weights.shape == before.shape and not torch.equal(weights, before)
    expect_true(moved, says="no weight changes", look_at="zero_grad, backward and step")


@worth(3)
@parametrize("count, epsilon", [(1, 0.1), (6, 0.05), (9, 0.2)])
def test_one_update_on_the_attacked_images(student, count, epsilon):
    """Makes one update of the weights, on the images that FGSM has attacked, and on no others."""
    state, (images, labels) = _hidden("plain"), _case(count)
    _, weights = _step(student, "plain", state, images, labels, epsilon)

    look_at = "cross_entropy of the attacked images only, backward, and one optimizer.step()"
    if _near(weights, _updated("plain", state, images, labels)[0]):
        look_at = "this is the update of the clean images: the model is to be shown the attacked ones"
    attacks = _attacks(student, "plain", state, images, labels, epsilon)
    expect_true(
        any(_near(weights, _updated("plain", state, attack, labels)[0]) for attack in attacks),
        says="the weights are not those after one update on the attacked images",
        look_at=look_at,
    )


@worth(2)
@parametrize("count, epsilon", [(1, 0.1), (6, 0.05), (9, 0.2)])
def test_loss(student, count, epsilon):
    """Returns the mean loss of the attacked images before the update."""
    state, (images, labels) = _hidden("plain"), _case(count)
    loss, _ = _step(student, "plain", state, images, labels, epsilon)
    attacks = _attacks(student, "plain", state, images, labels, epsilon)
    due = [_updated("plain", state, attack, labels)[1] for attack in attacks]
    expect_true(
        any(abs(loss - one) < 1e-5 * max(1, one) for one in due),
        says="the loss is not the mean cross-entropy of the attacked images before the update",
        look_at="the very loss that is differentiated: its mean over the images, attacked and not clean",
        staff=f"got {loss}, expected one of {due}",
    )


@worth(1)
def test_python_float(student):
    """Returns a Python float."""
    kind = student.run(_type_of_loss, MODEL, *_case(5))
    expect_true(
        kind == "float", says="the loss is not a Python float", look_at="loss.item() ends the graph, too"
    )


@worth(1)
def test_old_gradients(student):
    """Leaves gradients from before out of the update."""
    state, (images, labels) = _hidden("plain"), _case(6)
    _, due = _step(student, "plain", state, images, labels, 0.1)
    _, weights = _step(student, "plain", state, images, labels, 0.1, stale=True)
    _expect_an_update(student)
    says = "gradients that were there before change the update"
    expect_true(_near(weights, due), says=says, look_at="optimizer.zero_grad() before backward()")


@worth(2)
@parametrize("modes", ["training", "evaluation", "mixed"])
def test_attack_in_eval_mode(student, modes):
    """Makes the attack on the model in eval mode."""
    state, (images, labels), epsilon = _hidden("norm"), _case(6), 0.3
    _, weights = _step(student, "norm", state, images, labels, epsilon, modes=modes)
    attacks = _attacks(student, "norm", state, images, labels, epsilon)
    expect_true(
        any(
            _near(weights, _updated("norm", state, attack, labels, training=training)[0])
            for attack in attacks
            for training in (True, False)
        ),
        says="with batch norm, the weights are not those after an update on images attacked in eval mode",
        look_at="model.eval() before the attack, model.train() after it",
    )


@worth(2)
@parametrize("modes", ["training", "evaluation", "mixed"])
def test_update_in_training_mode(student, modes):
    """Makes the update in training mode, so that batch norm takes note of the batch."""
    state, (images, labels) = _hidden("norm"), _case(6)
    # At epsilon = 0, no attack has a say in it.
    _, weights = _step(student, "norm", state, images, labels, 0.0, modes=modes)
    expect_true(
        not _near(weights, _updated("norm", state, images, labels, training=False)[0]),
        says="with batch norm, the update is made in eval mode",
        look_at="model.train() before the forward pass of the update",
    )
    answer = student.run(_statistics_moved, MODEL, state, images, labels, modes)
    took_note, repeated = _parts(answer, 2)
    says = "batch norm does not take note of the batch"
    expect_equal(took_note, True, says=says, look_at="model.train() before the forward pass of the update")
    says = "for one update, the attacked images go through the model in training mode more than once"
    look_at = "return the very loss that is differentiated: batch norm takes note of every forward pass"
    expect_equal(repeated, False, says=says, look_at=look_at)


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_are_restored(student, modes):
    """Gives every module of the model its own mode back."""
    _expect_an_update(student)
    kept, *_ = _parts(student.run(_traces, MODEL, *_case(6), modes), 3)
    expect_equal(kept, True, says="a module is in another mode than before", look_at=LOOK_AT_MODES)


@worth(2)
def test_optimizer(student):
    """Uses the optimiser that it is given: only its weights move, and by its rule, step after step."""
    _expect_an_update(student)
    answer = student.run(_with_momentum, MODEL, _hidden("plain"), *_case(6))
    steps, still, asked = _parts(answer, 3)
    look_at = "optimizer.step() once; create no optimiser, and give none of the weights another value"
    expect_equal(steps, 3, says="the optimiser takes not exactly one step for each call", look_at=look_at)
    says = "a weight that the optimiser does not hold has moved"
    expect_equal(still, True, says=says, look_at=look_at)
    says = "requires_grad of a weight has changed"
    expect_equal(asked, True, says=says, look_at="leave requires_grad of the weights as it is")


@worth(3)
def test_robust_accuracy_rises(student):
    """A model that is trained with it withstands FGSM far better than one that is trained plainly."""
    gains = []
    for _ in range(2):
        pattern = normal(120).sign()
        train, labels = _weak_hints(pattern, 300)
        unseen, truth = _weak_hints(pattern, 500)
        epsilon = 0.15
        order = torch.randperm(300, generator=torch.Generator().manual_seed(int(integers(0, 2**31))))
        batches = [batch.tolist() for batch in order.split(50)] * 20
        state = student.run(_trained, train, labels, batches, epsilon)
        whole = type(state) is dict and set(state) == {"1.weight", "1.bias"}
        expect_true(whole, says="the model has other weights than before", look_at="train it in place")
        hardened, plain = _linear(), _linear()
        shapes = {"1.weight": (2, 120), "1.bias": (2,)}
        hardened.load_state_dict({n: expect_tensor(state[n], shape=s) for n, s in shapes.items()})
        optimizer = torch.optim.Adam(plain.parameters(), lr=0.02)
        for batch in batches:
            optimizer.zero_grad()
            F.cross_entropy(plain(train[batch]), labels[batch]).backward()
            optimizer.step()
        gains.append(_robust(hardened, unseen, truth, epsilon) - _robust(plain, unseen, truth, epsilon))

    expect_at_least(
        sum(gains) / len(gains),
        0.7,  # plain training withstands nothing here, no training half of it; the solutions gain .9 to 1
        says="after many steps, the model withstands FGSM hardly better than after plain training",
        look_at="the update is to see images that are attacked anew in each step",
    )


@worth(1)
def test_images_are_left_alone(student):
    """Leaves images and labels as they were, and takes slices of larger tensors."""
    _expect_an_update(student)
    images, labels = random(10, 2, 6, 10)[::2, :, :, ::2], integers(0, CLASSES, 10)[::2]
    look_at = "view needs contiguous memory: reshape copies where it must"
    with expect_nothing_raised(says="slices of larger tensors are to be taken", look_at=look_at):
        _, images_kept, labels_kept = _parts(student.run(_traces, MODEL, images, labels, "training"), 3)
    look_at = "attack a copy, and let that require the gradient"
    expect_equal(images_kept, True, says="the images have changed", look_at=look_at)
    expect_equal(labels_kept, True, says="the labels have changed", look_at=look_at)


@worth(1)
def test_device_parity(student):
    """Does the same for a model and images on an accelerator."""
    state, (images, labels) = _hidden("norm"), _case(6)
    loss, weights = _step(student, "norm", state, images, labels, 0.1)
    look_at = "model and images stay where they are: no .cpu(), no NumPy; .item() is allowed"
    says = "a model on an accelerator is to be trained there"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_there, MODEL, state, images, labels, LR)
    loss_there, weights_there, moved, round_trip = _parts(answer, 4)

    expect_equal(moved, False, says="the model is on another device than before", look_at=look_at)
    says = "images are copied from the accelerator to the CPU"
    expect_equal(round_trip, False, says=says, look_at=look_at)
    says = "loss or weights on an accelerator are not those on the CPU"
    expect_number(loss_there, loss, tolerance=1e-5, says=says, look_at=look_at)
    same = torch.allclose(expect_tensor(weights_there, shape=weights.shape), weights, rtol=1e-6, atol=1e-8)
    expect_true(same, says=says, look_at=look_at)


def _linear() -> nn.Module:
    """A reader of images (N, 2, 12, 5), with all weights 0."""
    model = nn.Sequential(nn.Flatten(), nn.Linear(120, 2)).double()
    nn.init.zeros_(model[1].weight)
    nn.init.zeros_(model[1].bias)
    return model


def _weak_hints(pattern: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Four pixels tell the class for sure; 116 others together do so, too, but each by a little only."""
    labels = integers(0, 2, count)
    way = (2.0 * labels - 1)[:, None] * pattern
    strong = 0.5 + 0.3 * way[:, :4] + 0.1 * normal(count, 4)
    weak = 0.5 + 0.05 * (way[:, 4:] + normal(count, 116))
    return torch.cat([strong, weak], 1).clamp(0, 1).view(count, 2, 12, 5), labels


def _robust(model: nn.Module, images: torch.Tensor, labels: torch.Tensor, epsilon: float) -> float:
    """Accuracy under FGSM."""
    pixels = images.clone().requires_grad_()
    sign = torch.autograd.grad(F.cross_entropy(model(pixels), labels), pixels)[0].sign()
    with torch.no_grad():
        read = model((images + epsilon * sign).clamp(0, 1)).argmax(1)
    return (read == labels).double().mean().item()


# ------------------------------------------------------------------ run beside the student's code


def _own_fgsm(student, code, kind, state, images, labels, epsilon):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind).eval()
    model.load_state_dict(state)
    return student.fgsm(model, images, labels, epsilon).detach()


def _stepped(student, code, kind, state, images, labels, epsilon, modes, stale, lr):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    model.train(modes == "training")
    if modes == "mixed":
        model.block[0].train()
    if stale:
        for weight in model.parameters():
            weight.grad = torch.ones_like(weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loss = student.adversarial_training_step(model, optimizer, images, labels, epsilon)
    return loss, torch.cat([weight.detach().flatten() for weight in model.parameters()])


def _type_of_loss(student, code, images, labels):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("plain")
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return type(student.adversarial_training_step(model, optimizer, images, labels, 0.1)).__name__


def _statistics_moved(student, code, state, images, labels, modes):
    """Whether batch norm took note; and whether one update showed it the attacked images repeatedly."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("norm")
    model.load_state_dict(state)
    model.train(modes == "training")
    if modes == "mixed":
        model.block[0].train()
    before = model.block[0].running_mean.clone()
    optimizer, steps, shown = torch.optim.SGD(model.parameters(), lr=0.1), [], []
    optimizer.register_step_post_hook(lambda *_: steps.append(1))

    def note(module, given):
        attacked = given[0].shape == images.shape and not torch.equal(given[0], images)
        shown.append(model.training and model.block[0].training and attacked)

    model.conv.register_forward_pre_hook(note)
    student.adversarial_training_step(model, optimizer, images, labels, 0.1)
    return not torch.equal(model.block[0].running_mean, before), len(steps) == 1 and sum(shown) > 1


def _traces(student, code, images, labels, modes):
    """Whether modes, images and labels are as they were."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("mixed")
    model.train(modes in ("training", "mixed"))
    if modes.startswith("mixed"):
        model.block[0].train(modes != "mixed")
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    before = [part.training for part in model.modules()], images.tolist(), labels.tolist()
    student.adversarial_training_step(model, optimizer, images, labels, 0.1)
    return (
        [part.training for part in model.modules()] == before[0],
        images.tolist() == before[1] and not images.requires_grad and images.grad is None,
        labels.tolist() == before[2],
    )


def _with_momentum(student, code, state, images, labels):
    """Steps taken in three calls; whether weights that it does not hold rest; and requires_grad."""
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("plain")
    model.load_state_dict(state)
    model.conv.bias.requires_grad_(False)
    held = [model.conv.weight, model.head.weight]  # not the head's bias, though it could move
    needs = [weight.requires_grad for weight in model.parameters()]
    others = model.conv.bias.clone(), model.head.bias.clone()
    optimizer, steps = torch.optim.SGD(held, lr=0.1, momentum=0.9), []
    optimizer.register_step_post_hook(lambda *_: steps.append(1))
    for _ in range(3):
        student.adversarial_training_step(model, optimizer, images, labels, 0.1)
    still = torch.equal(model.conv.bias, others[0]) and torch.equal(model.head.bias, others[1])
    return len(steps), still, [weight.requires_grad for weight in model.parameters()] == needs


def _trained(student, images, labels, batches, epsilon):
    model = nn.Sequential(nn.Flatten(), nn.Linear(120, 2)).double()
    nn.init.zeros_(model[1].weight)
    nn.init.zeros_(model[1].bias)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for batch in batches:
        student.adversarial_training_step(model, optimizer, images[batch], labels[batch], epsilon)
    return {name: value.detach() for name, value in model.state_dict().items()}


def _there(student, code, state, images, labels, lr):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("norm")
    model.load_state_dict(state)
    copies = []
    with devices.accelerator(copies) as device:
        there = devices.move((images, labels), device)
        model = devices.move(model.train(), device)
        optimizer = torch.optim.SGD(model.parameters(), lr=lr)
        loss = float(student.adversarial_training_step(model, optimizer, *there, 0.1))
        moved = devices.any_elsewhere(list(model.parameters()), device)
        round_trip = any(size >= images.numel() for size in copies)
        weights = torch.cat([weight.detach().flatten() for weight in model.parameters()])
    with devices.accelerator():
        return loss, devices.move(weights, "cpu"), moved, round_trip
