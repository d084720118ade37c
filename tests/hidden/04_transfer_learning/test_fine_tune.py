"""Hidden suite of `fine_tune`."""
# convnet-canary-7f3a

import functools
import inspect
import math
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    expect_at_least,
    expect_nothing_raised,
    expect_number,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)
from convlab.data import handwriting
from convlab.models import conv_reader
from convlab.pretrained import letters_reader
from convlab.training import accuracy, train

CLASSES, EACH, EPOCHS, BATCH = 10, 10, 15, 25  # a few labels of each digit, and how they are learned
SEEDS = 3


def _model(kind):
    """A classifier of images (N, 1, 3, 2); its source is sent to the student's process."""
    from collections import OrderedDict

    class Pinned(nn.BatchNorm1d):
        """Deaf to .train(), as a frozen batch norm is."""

        def train(self, mode=True):
            return super().train(False)

    if kind == "plain":
        layers = OrderedDict(flat=nn.Flatten(), hid=nn.Linear(6, 8), act=nn.Tanh(), head=nn.Linear(8, 3))
    elif kind == "frozen":
        base = nn.Sequential(nn.Linear(6, 8), Pinned(8).eval(), nn.ReLU())
        base.requires_grad_(False)
        middle = nn.Linear(8, 6)
        middle.bias.requires_grad_(False)
        layers = OrderedDict(flat=nn.Flatten(), base=base, middle=middle, head=nn.Linear(6, 3))
    elif kind == "inside":  # the head lies inside a block, and something comes after it
        top = nn.Sequential(OrderedDict(out=nn.Linear(8, 3), soften=nn.PReLU()))
        layers = OrderedDict(flat=nn.Flatten(), head=nn.Linear(6, 8), act=nn.Tanh(), top=top)
    else:
        block = nn.Sequential(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.Dropout(0.1))
        layers = OrderedDict(flat=nn.Flatten(), block=block, act=nn.ReLU(), head=nn.Linear(8, 3))
    return nn.Sequential(layers).double()


MODEL = inspect.getsource(_model)


def _seed() -> int:
    return int(integers(0, 2**31))


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


def _clouds(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Images of three classes that are easy to tell apart, sorted by class."""
    labels = torch.arange(count) * 3 // count
    images = 2 * F.one_hot(labels, 6).double() + 0.3 * normal(count, 6)
    return images.reshape(count, 1, 3, 2), labels


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="fine_tune gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _losses(answer: object, epochs: int) -> list[float]:
    """The losses that were returned, as numbers; whether they are Python floats, another test asks."""
    look_at = "return a list with one number for each epoch"
    whole = isinstance(answer, list | tuple) and len(answer) == epochs
    expect_true(whole, says="the output does not hold one loss for each epoch", look_at=look_at)
    plain = [
        v.item() if isinstance(v, torch.Tensor | np.generic) and math.prod(v.shape) == 1 else v
        for v in answer  # type: ignore[attr-defined]
    ]
    return [expect_number(value, says="a loss is no number", look_at=look_at) for value in plain]


def _moved(state: dict[str, torch.Tensor], answer: object) -> dict[str, float]:
    """How far each parameter and statistic went."""
    whole = type(answer) is dict and set(answer) == set(state)
    expect_true(whole, says="the model has other parameters than before", look_at="train it in place")
    after = {name: expect_tensor(answer[name], shape=value.shape) for name, value in state.items()}  # type: ignore[index]
    return {name: float((after[name].double() - value.double()).abs().max()) for name, value in state.items()}


def _sizes(student: Any, count: int, batch_size: int | None) -> list[int]:
    """Of the batches that went through the model in one epoch."""
    sizes = student.run(_batch_sizes, MODEL, *_clouds(count), batch_size, _seed())
    whole = type(sizes) is list and all(type(size) is int for size in sizes) and len(sizes) > 0
    expect_true(whole, says="nothing went through the model", look_at="model(images[chosen])")
    return sizes  # type: ignore[no-any-return]  # checked above


@functools.cache
def _handwriting(seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    return handwriting(seed=seed)


@functools.cache
def _few_labels(seed: int) -> tuple[torch.Tensor, ...]:
    """A few labelled images of handwriting, and 600 held-out ones."""
    images, labels = _handwriting(seed % 1000)
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
    images, labels = images[order], labels[order]
    rank = (F.one_hot(labels).cumsum(0).gather(1, labels[:, None]) - 1)[:, 0]
    few, rest = rank < EACH, (rank >= EACH).nonzero()[:600, 0]
    return images[few], labels[few], images[rest], labels[rest]


def _reader(seed: int) -> nn.Sequential:
    """A reader of ten classes, with new weights."""
    drawn = torch.get_rng_state()
    torch.manual_seed(seed)
    reader = conv_reader(CLASSES, width=12, down="stride")
    torch.set_rng_state(drawn)
    return reader


@functools.cache
def _from_scratch(seed: int) -> float:
    """What a reader with new weights learns from the same few labels, in as many epochs."""
    images, labels, unseen, truth = _few_labels(seed)
    reader = _reader(seed)
    train(reader, images, labels, epochs=EPOCHS, lr=1e-2, batch_size=BATCH, seed=seed)
    return accuracy(reader, unseen, truth)


def _pretrained(seed: int) -> dict[str, torch.Tensor]:
    """The letters reader with a new head for ten classes."""
    base = {name: value for name, value in letters_reader().state_dict().items() if "head" not in name}
    return {**_reader(seed).state_dict(), **base}


@gate
@worth(0)
def test_uses_the_model(student):
    """Sends images through the model."""
    _sizes(student, 6, 3)


@worth(1)
@parametrize("epochs", [1, 4])
def test_one_loss_for_each_epoch(student, epochs):
    """Returns a list of Python floats, one for each epoch."""
    answer, _ = _parts(
        student.run(_tuned, MODEL, "plain", _hidden("plain"), *_clouds(21), epochs, (0.01, 0.01), 4, _seed()),
        2,
    )
    look_at = "losses.append(…) once an epoch, with a Python number: loss.item()"
    expect_true(type(answer) is list, says="the output is not a list", look_at=look_at)
    expect_true(len(answer) == epochs, says="the list does not hold one loss for each epoch", look_at=look_at)
    floats = all(type(loss) is float for loss in answer)
    expect_true(floats, says="the losses are not all Python floats", look_at=look_at)


@worth(2)
@parametrize("count, batch_size", [(12, 4), (11, 4), (9, 8), (5, 64), (1, 3)])
def test_mean_loss(student, count, batch_size):
    """The loss is the mean over the images of the epoch, each image once, however the batches fall."""
    (images, labels), state = _clouds(count), _hidden("plain")
    images = images + normal(count, 1, 3, 2) * torch.linspace(0, 3, count).double()[:, None, None, None]
    model = _model("plain")
    model.load_state_dict(state)
    expected = F.cross_entropy(model(images), labels).item()
    answer, _ = _parts(  # rates so small that the model stays what it is
        student.run(_tuned, MODEL, "plain", state, images, labels, 2, (1e-12, 1e-12), batch_size, _seed()), 2
    )

    for loss in _losses(answer, 2):
        expect_number(
            loss,
            expected,
            tolerance=1e-5,
            says="the loss of an epoch is not the mean over its images",
            look_at="every image counts once: a smaller last batch too, and for less than a full one",
        )


@worth(2)
@parametrize("kind", ["plain", "norm"])
def test_loss_falls(student, kind):
    """The loss falls, and the model that was given is the one that learned."""
    (images, labels), state = _clouds(60), _hidden(kind)
    answer, after = _parts(
        student.run(_tuned, MODEL, kind, state, images, labels, 20, (0.02, 0.02), 10, _seed()), 2
    )
    losses = _losses(answer, 20)
    look_at = "zero_grad, backward and step for each batch"
    expect_true(losses[-1] < 0.6 * losses[0], says="the loss hardly falls", look_at=look_at)

    _moved(state, after)
    model = _model(kind)
    model.load_state_dict(after)
    unseen, truth = _clouds(90)
    expect_at_least(
        accuracy(model, unseen, truth),
        0.9,
        says="the model does not read new images of the same three classes",
        look_at="train the model itself, not a copy, and keep each image with its own label",
    )


@worth(2)
@parametrize("kind, head", [("plain", "head."), ("inside", "top.out.")])
@parametrize("still", ["base", "head"])
def test_rates(student, kind, head, still):
    """The head learns at head_lr, everything else at base_lr: what has the rate 0 does not move."""
    (images, labels), state = _clouds(30), _hidden(kind)
    rates = (0.0, 0.05) if still == "base" else (0.05, 0.0)
    _, after = _parts(student.run(_tuned, MODEL, kind, state, images, labels, 3, rates, 10, _seed()), 2)
    moved = _moved(state, after)
    of_head = max(far for name, far in moved.items() if name.startswith(head))
    of_base = max(far for name, far in moved.items() if not name.startswith(head))

    look_at = "the head, the last nn.Linear, learns at head_lr, all other layers at base_lr"
    rests, learns = (of_base, of_head) if still == "base" else (of_head, of_base)
    expect_true(rests < 1e-6, says=f"the {still} moves, although its rate is 0", look_at=look_at)
    other = "head" if still == "base" else "base"
    expect_true(learns > 1e-4, says=f"the {other} does not learn", look_at=look_at)


@worth(2)
def test_frozen_stays_frozen(student):
    """What takes no gradients stays as it is, and so do batch norms that are deaf to .train()."""
    (images, labels), state = _clouds(30), _hidden("frozen")
    answer = student.run(_tuned_frozen, MODEL, state, images, labels, _seed())
    after, needs_kept = _parts(answer, 2)
    moved = _moved(state, after)

    weights = max(moved[name] for name in ("base.0.weight", "base.0.bias", "base.1.weight", "middle.bias"))
    look_at = "no parameter's requires_grad is changed; parameter_groups leaves out what is frozen"
    expect_true(weights == 0, says="a frozen weight or bias has changed", look_at=look_at)
    expect_true(needs_kept, says="requires_grad of a parameter has changed", look_at=look_at)
    statistics = max(far for name, far in moved.items() if "running" in name or "num_batches" in name)
    look_at = "model.train() is enough; set no part's mode by hand"
    expect_true(statistics == 0, says="statistics of a frozen batch norm have changed", look_at=look_at)
    says = "nothing learns where only a part of the model is frozen"
    look_at = "an optimiser of all parameters that take gradients, and a step for each batch"
    learns = min(moved["middle.weight"], moved["head.weight"]) > 1e-5
    expect_true(learns, says=says, look_at=look_at)


@worth(1)
@parametrize("modes", ["training", "evaluation", "mixed", "mixed the other way"])
def test_modes_as_found(student, modes):
    """Gives every part of the model its own mode back."""
    expect_true(
        student.run(_modes_kept, MODEL, *_clouds(20), modes, _seed()),
        says="a part of the model is in another mode than before",
        look_at="note part.training of every part in model.modules(); train() and eval() switch all of them",
    )


@worth(2)
def test_generator(student):
    """The generator decides the order of the images, and the global random state is left alone."""
    (images, labels), state = _clouds(40), _hidden("plain")
    answer = student.run(_tuned_thrice, MODEL, state, images, labels, _seed())
    *weights, untouched = _parts(answer, 4)
    one, same, other = (expect_tensor(weight, shape=(3, 8)) for weight in weights)

    look_at = "torch.randperm(len(images), generator=generator)"
    says = "the global random state changed in spite of a generator"
    expect_true(untouched, says=says, look_at=look_at)
    says = "the same generator leads to other weights"
    expect_true(torch.allclose(one, same, rtol=1e-6, atol=1e-8), says=says, look_at=look_at)
    says = "the batches are the same, although the generator is in another state"
    expect_true(not torch.allclose(one, other, rtol=1e-6, atol=1e-8), says=says, look_at=look_at)


@worth(1)
@parametrize("count, batch_size", [(23, 5), (6, 1), (150, None), (128, None)])
def test_batch_size(student, count, batch_size):
    """Trains on at most batch_size images at a time, 64 where nothing is said."""
    sizes = _sizes(student, count, batch_size)
    limit = batch_size or 64
    says = "more than batch_size images go through the model in one step"
    expect_true(max(sizes) <= limit, says=says, look_at="order.split(batch_size); the default is 64")
    says = "steps are taken on fewer images than batch_size allows"
    full = len(sizes) <= -(-count // limit) + 1 and (count % limit > 0 or max(sizes) == limit)
    expect_true(full, says=says, look_at="order.split(batch_size); the default is 64")


@worth(3)
def test_beats_training_from_scratch(student):
    """Begun with the letters reader, it reads handwriting from few labels better than begun anew."""
    gains = []
    for _ in range(SEEDS):
        seed = _seed()
        images, labels, unseen, truth = _few_labels(seed)
        state = _pretrained(seed)
        after = student.run(_tuned_reader, state, images, labels, EPOCHS, BATCH, seed)
        _moved(state, after)
        reader = _reader(seed)
        reader.load_state_dict(after)
        gains.append(accuracy(reader, unseen, truth) - _from_scratch(seed))

    expect_at_least(
        sum(gains) / SEEDS,
        0.12,
        says="from ten labels of each digit, the letters reader learns hardly more than a new network",
        look_at="begin with the weights that are there; each image with its own label, a step for each batch",
    )


@worth(1)
def test_input_is_left_alone(student):
    """Leaves images and labels as they were, and takes slices of larger tensors."""
    images, labels = _clouds(14)
    wide = normal(14, 1, 3, 4)
    wide[..., ::2] = images
    says = "slices of larger tensors are to be taken"
    with expect_nothing_raised(says=says, look_at="view needs contiguous memory"):
        kept = student.run(_input_kept, MODEL, wide[..., ::2], labels.repeat_interleave(2)[::2], _seed())
    expect_true(kept, says="images or labels have changed", look_at="shuffle indices, not the images")


@worth(1)
def test_device_parity(student):
    """Does the same for a model and images on an accelerator with a generator on the CPU."""
    (images, labels), state, seed = _clouds(20), _hidden("plain"), _seed()
    (losses, one), (_, other) = (
        _parts(student.run(_tuned, MODEL, "plain", state, images, labels, 3, (0.01, 0.02), 8, seed), 2)
        for _ in range(2)
    )
    look_at = "draw the order on generator.device, then move it to images.device: no .cpu(), no NumPy"
    with expect_nothing_raised(says="a model on an accelerator is to be trained there", look_at=look_at):
        answer = student.run(_tuned_there, MODEL, state, images, labels, seed)
    there, moved, round_trip = _parts(answer, 3)

    expect_true(moved is False, says="the model is on another device than before", look_at=look_at)
    says = "the images are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at=look_at)
    if _moved(state, one) != _moved(state, other):
        return  # numbers from elsewhere than the generator: that is another test's to say
    for there_loss, loss in zip(_losses(there, 3), _losses(losses, 3), strict=True):
        says = "the losses on an accelerator are not those on the CPU"
        expect_number(there_loss, loss, tolerance=1e-4, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _tuned(student, code, kind, state, images, labels, epochs, rates, batch_size, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"](kind)
    model.load_state_dict(state)
    losses = student.fine_tune(
        model,
        images,
        labels,
        epochs=epochs,
        base_lr=rates[0],
        head_lr=rates[1],
        batch_size=batch_size,
        generator=torch.Generator().manual_seed(seed),
    )
    return losses, dict(model.state_dict())


def _tuned_frozen(student, code, state, images, labels, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("frozen")
    model.load_state_dict(state)
    needs = [parameter.requires_grad for parameter in model.parameters()]
    generator = torch.Generator().manual_seed(seed)
    student.fine_tune(
        model, images, labels, epochs=3, base_lr=0.02, head_lr=0.02, batch_size=10, generator=generator
    )
    kept = [parameter.requires_grad for parameter in model.parameters()] == needs
    return dict(model.state_dict()), kept


def _modes_kept(student, code, images, labels, modes, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("norm")
    model.train(modes in ("training", "mixed"))
    if modes.startswith("mixed"):
        model.block[2].train(modes != "mixed")
    before = [part.training for part in model.modules()]
    generator = torch.Generator().manual_seed(seed)
    student.fine_tune(
        model, images, labels, epochs=1, base_lr=0.01, head_lr=0.01, batch_size=10, generator=generator
    )
    return [part.training for part in model.modules()] == before


def _tuned_thrice(student, code, state, images, labels, seed):
    import random

    scope = {"nn": nn}
    exec(code, scope)

    def states():
        return [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()]

    def tune(number):
        model = scope["_model"]("plain")
        model.load_state_dict(state)
        before = states()
        generator = torch.Generator().manual_seed(number)
        student.fine_tune(
            model, images, labels, epochs=2, base_lr=0.02, head_lr=0.02, batch_size=8, generator=generator
        )
        return model.head.weight.detach(), states() == before

    one, untouched = tune(seed)
    torch.rand(3)
    return one, tune(seed)[0], tune(seed + 1)[0], untouched


def _batch_sizes(student, code, images, labels, batch_size, seed):
    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("plain")
    sizes = []

    def note(module, inputs):
        if torch.is_grad_enabled():  # a look at the loss without a step may be as large as it likes
            sizes.append(len(inputs[0]))

    model.flat.register_forward_pre_hook(note)  # is reached by model.forward(), too, and layer by layer
    options = {} if batch_size is None else {"batch_size": batch_size}
    generator = torch.Generator().manual_seed(seed)
    student.fine_tune(
        model, images, labels, epochs=1, base_lr=0.01, head_lr=0.01, generator=generator, **options
    )
    return sizes


def _tuned_reader(student, state, images, labels, epochs, batch_size, seed):
    from convlab.models import conv_reader

    reader = conv_reader(10, width=12, down="stride")
    reader.load_state_dict(state)
    student.fine_tune(
        reader.train(),
        images,
        labels,
        epochs=epochs,
        base_lr=1e-3,
        head_lr=1e-2,
        batch_size=batch_size,
        generator=torch.Generator().manual_seed(seed),
    )
    return dict(reader.state_dict())


def _input_kept(student, code, images, labels, seed):
    scope = {"nn": nn}
    exec(code, scope)
    before = images.clone(), labels.clone()
    generator = torch.Generator().manual_seed(seed)
    model = scope["_model"]("plain")
    student.fine_tune(
        model, images, labels, epochs=2, base_lr=0.01, head_lr=0.01, batch_size=4, generator=generator
    )
    return torch.equal(images, before[0]) and torch.equal(labels, before[1]) and not images.requires_grad


def _tuned_there(student, code, state, images, labels, seed):
    from convlab import devices

    scope = {"nn": nn}
    exec(code, scope)
    model = scope["_model"]("plain")
    model.load_state_dict(state)
    copies = []
    generator = torch.Generator().manual_seed(seed)
    with devices.accelerator(copies) as device:
        model, there, classes = devices.move((model, images, labels), device)
        model = devices.move(model, device)
        losses = student.fine_tune(
            model, there, classes, epochs=3, base_lr=0.01, head_lr=0.02, batch_size=8, generator=generator
        )
        moved = devices.any_elsewhere(list(model.parameters()), device)
    losses = [float(loss) for loss in losses]
    return losses, moved, any(size >= 8 * 6 for size in copies)
