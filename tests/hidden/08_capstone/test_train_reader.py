"""Hidden suite of `train_reader`."""
# convnet-canary-7f3a

from typing import Any, NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from autograder.testing import (
    deadline,
    expect_close,
    expect_nothing_raised,
    expect_number,
    expect_tensor,
    expect_true,
    gate,
    integers,
    measured,
    random,
    worth,
)
from convlab.data import handwriting
from convlab.pretrained import letters_reader

CLASSES, MINORITIES = 10, 3
MANY, FEW = 30, 4  # labels of a class
NEW, ATTACKED = 60, 20  # held-out pictures of each class; how many of them are attacked
SHIFT = 3  # largest shift either way [px]
EPSILON = 0.05
BUDGET = 20.0  # three times what the worked solution takes [s]
TIGHT = 1.0  # a budget that ends any ordinary training early [s]
PATIENCE = 90  # for a training and what is asked of its reader, on a slow machine [s]


class Case(NamedTuple):
    """What is sent for training, and what never is: new pictures with their labels."""

    images: torch.Tensor
    labels: torch.Tensor
    new: torch.Tensor
    truth: torch.Tensor
    minority: torch.Tensor


class Report(NamedTuple):
    """What became of the one training that all tests look at. Seconds are the room's word."""

    accuracy: float
    recall: float
    consistency: float
    robust: float
    seconds: float
    modes: list[Any]
    kept: dict[str, Any]
    seed: int
    case: Case
    logits: torch.Tensor


def _seed() -> int:
    return int(integers(0, 2**31))


def _order(count: int) -> torch.Tensor:
    return random(count).argsort()


def _case() -> Case:
    """Few and unbalanced labels. Which digit a label stands for, and which classes are rare, is drawn."""
    pictures, digit = handwriting(seed=_seed())
    labels = _order(CLASSES)[digit]
    minority = _order(CLASSES)[:MINORITIES]
    order = _order(len(labels))
    by_class = [order[labels[order] == label] for label in range(CLASSES)]
    counts = [FEW if label in minority else MANY for label in range(CLASSES)]
    known = torch.cat([rows[:count] for rows, count in zip(by_class, counts, strict=True)])
    known = known[_order(len(known))]
    new = torch.stack([rows[MANY : MANY + NEW] for rows in by_class], 1).flatten()  # class after class
    return Case(pictures[known], labels[known], pictures[new], labels[new], minority)


def _shifted(images: torch.Tensor) -> torch.Tensor:
    """Each picture moved by up to SHIFT, with black where it came from."""
    height, width = images.shape[-2:]
    wide = F.pad(images, [SHIFT] * 4)
    places = integers(0, 2 * SHIFT + 1, len(images), 2).tolist()
    moved = [image[:, y : y + height, x : x + width] for image, (y, x) in zip(wide, places, strict=True)]
    return torch.stack(moved)


def _report(student: Any) -> Report:
    """Train one reader, and measure it. Pictures go to it without labels, and in an order of ours."""
    case, seed = _case(), _seed()
    answer = student.run(_trained, case.images, case.labels, BUDGET, seed, _seed())
    whole = type(answer) is dict and answer.get("module") is True
    look_at = "return the trained model itself, an nn.Module"
    expect_true(whole, says="what train_reader returns is no nn.Module", look_at=look_at)
    together = torch.cat([case.new, _shifted(case.new)])
    order = _order(len(together))
    mixed = _logits(student, together[order])
    logits, moved = mixed[order.argsort()].chunk(2)
    right = logits.argmax(1) == case.truth
    rare = torch.isin(case.truth, case.minority)
    return Report(
        accuracy=_share(right),
        recall=_share(right[rare]),
        consistency=_share(logits.argmax(1) == moved.argmax(1)),
        robust=_robust(student, case, logits),
        seconds=expect_number(answer.get("seconds"), says="the time it took could not be read"),
        modes=answer.get("modes") if type(answer.get("modes")) is list else [None],
        kept=answer.get("kept") if type(answer.get("kept")) is dict else {},
        seed=seed,
        case=case,
        logits=logits[:ATTACKED],
    )


def _share(which: torch.Tensor) -> float:
    return which.double().mean().item()


def _logits(student: Any, images: torch.Tensor) -> torch.Tensor:
    look_at = "the reader gives one row of 10 logits for each picture, finite numbers all of them"
    logits = expect_tensor(student.run(_read, images), shape=(len(images), CLASSES), look_at=look_at)
    says = "the reader's logits are no floating numbers"
    expect_true(logits.is_floating_point(), says=says, look_at=look_at)
    return logits.double()


def _robust(student: Any, case: Case, logits: torch.Tensor) -> float:
    """Share of pictures that are read rightly under FGSM, the reader's own and one of our making.

    Labels are never sent: the reader says how each logit depends on the pixels, and the gradient of
    the loss is put together here. A picture for which it says nothing counts as fooled.
    """
    count = ATTACKED * CLASSES
    images, truth, logits = case.new[:count], case.truth[:count], logits[:count]
    slopes = student.run(_slopes, images)
    shape = (count, CLASSES, *images.shape[1:])
    if not (type(slopes) is torch.Tensor and slopes.shape == shape and bool(torch.isfinite(slopes).all())):
        slopes = torch.zeros(shape)
    off = logits.softmax(1) - F.one_hot(truth, CLASSES)
    own = torch.einsum("nk,nkchw->nchw", off, slopes.double())
    attacks = [
        (images + EPSILON * sign).clamp(0, 1) for sign in (own.sign().float(), _borrowed(case)[:count])
    ]
    order = _order(2 * count)
    read = _logits(student, torch.cat(attacks)[order])[order.argsort()].argmax(1).view(2, count)
    seen = own.flatten(1).abs().amax(1) > 0
    return _share((read == truth).all(0) & seen)


def _borrowed(case: Case) -> torch.Tensor:
    """Signs of an attack on a reader of ours, which even knows the answers."""
    head = _head(torch.cat([case.images, case.new]), torch.cat([case.labels, case.truth]))
    pixels = case.new.clone().requires_grad_()
    loss = F.cross_entropy(5 * _features(pixels) @ head, case.truth)
    return torch.autograd.grad(loss, pixels)[0].sign()


def _bar(case: Case) -> float:
    """What minority recall is due: by that of a plain reader of ours, since classes are not equally hard.

    Right readers read .38 to .89 and lie above it by .04 or more, over 26 draws; those that see a rare class
    as seldom as it is labelled read .08 to .36, and lie below it by as much, over seven.
    """
    with torch.no_grad():
        read = (_features(case.new) @ _head(case.images, case.labels)).argmax(1)
    rare = torch.isin(case.truth, case.minority)
    return 0.25 + 0.9 * _share(read[rare] == case.truth[rare])


def _features(images: torch.Tensor) -> torch.Tensor:
    """What the backbone's head gets to see, and a 1."""
    model = letters_reader()
    model.head = nn.Identity()
    return F.pad(model(images), [0, 1], value=1.0)


def _head(images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """A linear head on the backbone, fitted in closed form."""
    with torch.no_grad():
        features = _features(images).double()
    targets = F.one_hot(labels, CLASSES).double()
    ridge = 10 * torch.eye(features.shape[1], dtype=torch.float64)
    return torch.linalg.solve(features.T @ features + ridge, features.T @ targets).float()


def _of_ten(share: float) -> str:
    return f"about {round(10 * share)} of 10"


# ------------------------------------------------------------------ what comes back


@gate
@worth(2)
@deadline(PATIENCE)
def test_gives_a_reader(student):
    """Returns a module that gives ten finite logits for each picture, and has learned something."""
    report = student.once(_report)
    measured(
        accuracy=report.accuracy,
        minority_recall=report.recall,
        shift_consistency=report.consistency,
        accuracy_under_fgsm=report.robust,
        seconds=report.seconds,
    )
    expect_true(
        report.accuracy > 0.16,  # by chance .10, with a standard deviation of .01; from scratch .22 and more
        says="the reader reads new pictures hardly better than by chance",
        look_at="images and labels go together: the same rows of both; and the labels alone say what stands "
        "for what",
        staff=f"accuracy {report.accuracy:.3f}",
    )


@worth(1)
def test_eval_mode(student):
    """Returns the reader in eval mode, with all its parts."""
    modes = student.once(_report).modes

    says = "the reader, or a part of it, is still in training mode"
    expect_true(not any(mode is not False for mode in modes), says=says, look_at="return reader.eval()")


# ------------------------------------------------------------------ accuracy


@worth(3)
def test_reads_more_than_half(student):
    """Reads well over half of the new pictures."""
    _expect(student, "accuracy", 0.50, "learn from the labels, on top of what the backbone knows already")


@worth(3)
def test_reads_most(student):
    """Reads most new pictures."""
    look_at = "do new pictures stand where those of the training stood? Let each step see others (03)"
    _expect(student, "accuracy", 0.66, look_at)


@worth(4)
def test_reads_nearly_three_in_four(student):
    """Reads nearly three in four new pictures, or more."""
    look_at = (
        "which classes are read worst? Put together what 03, 04, 06 and 07 taught, and train long enough"
    )
    _expect(student, "accuracy", 0.72, look_at)


# ------------------------------------------------------------------ minority recall


@worth(3)
def test_reads_some_of_the_rare_classes(student):
    """Reads a good part of the classes with few labels."""
    _expect(
        student, "recall", 0.30, "few pictures of a class: show each many times, never twice the same (03)"
    )


@worth(4)
def test_reads_many_of_the_rare_classes(student):
    """Reads far more pictures of the classes with few labels than a plain head on the backbone does."""
    look_at = "how often does a step see a rare class? Give each class one voice (06)"
    _expect(student, "recall", _bar(student.once(_report).case), look_at)


# ------------------------------------------------------------------ shift consistency


@worth(2)
def test_labels_survive_some_shifts(student):
    """Says the same of more than half of the pictures after a small shift."""
    _expect(student, "consistency", 0.55, "train with pictures that have moved (03)")


@worth(3)
def test_labels_survive_most_shifts(student):
    """Says the same of most pictures after a small shift."""
    _expect(student, "consistency", 0.76, "train with pictures that have moved (03), as far as they may move")


# ------------------------------------------------------------------ accuracy under FGSM


@worth(3)
def test_withstands_fgsm_sometimes(student):
    """Reads a good part of the pictures after FGSM."""
    _expect(
        student, "robust", 0.33, "let it learn from attacked pictures (07); a hidden gradient is no defence"
    )


@worth(4)
def test_withstands_fgsm_mostly(student):
    """Reads most pictures after FGSM."""
    look_at = (
        "attack with the weights as they are now, on every step, at the size of the grader's attack or more"
    )
    _expect(student, "robust", 0.53, look_at)


SHORT = {
    "accuracy": "new pictures are read",
    "recall": "new pictures of the classes with few labels are read",
    "consistency": "labels survive a small shift",
    "robust": "new pictures are read after an attack by FGSM",
}


# Means over five draws, and three of what is in brackets: accuracy, recall, consistency, under FGSM.
#   from scratch      (.34, .01, .34, .00)
#   frozen head        .61, .14, .68, .07
#   moved              .79, .51, .82, .06
#   all but attacks    .86, .72, .89, .16
#   all but moves     (.67, .20, .72, .51)
#   all but balance    .69, .21, .86, .58; the largest recall of six: .36
#   worked solution    .84, .77, .87, .69; the smallest of seventeen: .81, .62, .83, .64


def _expect(student: Any, name: str, least: float, look_at: str) -> None:
    report = student.once(_report)
    value = getattr(report, name)
    staff = f"{name} {value:.3f}, at least {least} is due"
    expect_true(value >= least, says=f"{_of_ten(value)} {SHORT[name]}", look_at=look_at, staff=staff)
    if name == "consistency":  # who always says the same is consistent, too
        says = "labels survive shifts, but they are the wrong ones"
        expect_true(report.accuracy >= 0.4, says=says, look_at="read most pictures first")


# ------------------------------------------------------------------ manners


@worth(2)
@deadline(PATIENCE)
def test_budget(student):
    """Keeps to its budget of processor seconds, a generous one and a tight one."""
    report = student.once(_report)
    look_at = "note time.process_time() at the start, and stop when most of budget_seconds is used up"
    says = "the training takes far more processor time than budget_seconds"
    allowed = 2 * BUDGET + 2
    expect_true(report.seconds <= allowed, says=says, look_at=look_at, staff=f"{report.seconds:.1f} s")

    case = _case()
    seconds = student.run(_seconds, case.images, case.labels, TIGHT, _seed())
    used = expect_number(seconds, says="the time it took could not be read")
    says = "with a tight budget, the training goes on for as long as with a generous one"
    expect_true(used <= 2 * TIGHT + 2, says=says, look_at=look_at, staff=f"{used:.1f} s")


@worth(2)
@deadline(PATIENCE)
def test_generator(student):
    """The same generator gives the same reader, and the global random state is left alone."""
    report = student.once(_report)
    look_at = "hand generator to whatever draws; new layers draw too: torch.random.fork_rng(), or set them"
    says = "the global random state changed in spite of a generator"
    expect_true(report.kept.get("random") is True, says=says, look_at=look_at)

    new = report.case.new[:ATTACKED]
    answer = student.run(_again, report.case.images, report.case.labels, BUDGET, report.seed, _seed(), new)
    whole = type(answer) is tuple and len(answer) == 2
    expect_true(whole, says="train_reader gave no proper answer the second time")
    seconds = max(report.seconds, expect_number(answer[0], says="the time it took could not be read"))
    if seconds > BUDGET / 2:
        return  # the clock may have ended the training, and no clock runs twice the same
    says = "the same generator gives another reader when the global random state is another"
    logits = expect_tensor(answer[1], look_at=look_at)
    expect_close(logits.double(), report.logits, says=says, look_at=look_at, rtol=1e-3, atol=1e-3)


@worth(1)
def test_backbone_is_left_alone(student):
    """Leaves the backbone as it was: weights, statistics, modes and requires_grad."""
    kept = student.once(_report).kept

    look_at = "copy.deepcopy(backbone) first, and train the copy"
    for part, what in (
        ("state", "weights or statistics"),
        ("modes", "modes"),
        ("flags", "requires_grad"),
        ("gradients", "gradients"),
    ):
        expect_true(kept.get(part) is True, says=f"the backbone's {what} have changed", look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Leaves images and labels as they were."""
    kept = student.once(_report).kept

    says = "the images or labels that were given have changed"
    expect_true(kept.get("data") is True, says=says, look_at="work on copies: indexing with rows makes one")


@worth(1)
@deadline(PATIENCE)
def test_device(student):
    """Trains and reads on an accelerator, where images, labels and backbone are."""
    case = _case()
    says = "images, labels and backbone on an accelerator are to be trained with there"
    look_at = "draw on generator.device, then move what was drawn; put new layers on images.device"
    with expect_nothing_raised(says=says, look_at=look_at):
        elsewhere = student.run(_on_accelerator, case.images[:60], case.labels[:60], TIGHT, _seed())
    says = "the reader was trained on an accelerator, but its logits are elsewhere"
    expect_true(elsewhere is False, says=says, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _trained(student, images, labels, budget, seed, elsewhere):
    import os
    import random

    import numpy as np

    from convlab.pretrained import letters_reader

    def states():
        numpy = np.random.get_state()
        return torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2], random.getstate()

    def found():
        return (
            [module.training for module in backbone.modules()],
            [part.requires_grad for part in backbone.parameters()],
            all(part.grad is None for part in backbone.parameters()),
        )

    backbone, data = letters_reader(), (images.clone(), labels.clone())
    state = {name: value.clone() for name, value in backbone.state_dict().items()}
    modes, flags, _ = found()
    generator = torch.Generator().manual_seed(seed)
    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(elsewhere % 2**31)
    before, started = states(), sum(os.times()[:4])
    reader = student.train_reader(
        images, labels, backbone=backbone, budget_seconds=budget, generator=generator
    )
    seconds = sum(os.times()[:4]) - started
    kept = {"random": states() == before}
    kept["modes"], kept["flags"], kept["gradients"] = (
        one == other for one, other in zip(found(), (modes, flags, True), strict=True)
    )
    after = backbone.state_dict()
    kept["state"] = set(after) == set(state) and all(torch.equal(after[name], state[name]) for name in state)
    kept["data"] = torch.equal(images, data[0]) and torch.equal(labels, data[1])
    student._reader_of_the_test = reader
    module = isinstance(reader, nn.Module)
    modes = [part.training for part in reader.modules()] if module else []
    return {"module": module, "modes": modes, "kept": kept, "seconds": seconds}


def _read(student, images):
    with torch.no_grad():
        return torch.cat([student._reader_of_the_test(part) for part in images.split(100)])


def _slopes(student, images):
    slopes = []
    for part in images.split(60):
        pixels = part.clone().requires_grad_()
        try:
            logits = student._reader_of_the_test(pixels)
            each = [torch.autograd.grad(one.sum(), pixels, retain_graph=True)[0] for one in logits.unbind(1)]
        except RuntimeError:  # no gradient goes through
            return None
        slopes.append(torch.stack(each, 1))
    return torch.cat(slopes)


def _seconds(student, images, labels, budget, seed):
    import os

    from convlab.pretrained import letters_reader

    generator, backbone = torch.Generator().manual_seed(seed), letters_reader()
    started = sum(os.times()[:4])
    student.train_reader(images, labels, backbone=backbone, budget_seconds=budget, generator=generator)
    return sum(os.times()[:4]) - started


def _again(student, images, labels, budget, seed, elsewhere, new):
    import os
    import random

    import numpy as np

    from convlab.pretrained import letters_reader

    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(elsewhere % 2**31)
    generator, backbone = torch.Generator().manual_seed(seed), letters_reader()
    started = sum(os.times()[:4])
    reader = student.train_reader(
        images, labels, backbone=backbone, budget_seconds=budget, generator=generator
    )
    seconds = sum(os.times()[:4]) - started
    with torch.no_grad():
        return seconds, reader(new)


def _on_accelerator(student, images, labels, budget, seed):
    from convlab import devices
    from convlab.pretrained import letters_reader

    generator = torch.Generator().manual_seed(seed)
    with devices.accelerator() as device:
        if device.type == "meta":  # nothing can be learned where there are no values
            return False
        there, truth = devices.move((images, labels), device)
        backbone = devices.move(letters_reader(), device)
        reader = student.train_reader(
            there, truth, backbone=backbone, budget_seconds=budget, generator=generator
        )
        with torch.no_grad():
            return devices.any_elsewhere(reader(there[:7]), device)
