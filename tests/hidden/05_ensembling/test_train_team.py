"""Hidden suite of `train_team`."""
# convnet-canary-7f3a

from itertools import combinations
from typing import Any

import torch
from torch import nn

from autograder.testing import (
    deadline,
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

CLASSES = 4
HEIGHT, WIDTH, HIDDEN = 6, 5, 12
PARTS = ("list", "modules", "training", "states", "rows", "starts", "kept")


def _seed() -> int:
    return int(integers(0, 2**31))


def _marked(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Images whose first pixel tells their row, and labels."""
    images = random(count, 1, 3, 4, dtype=torch.float32)
    images[:, 0, 0, 0] = torch.arange(count) / count
    return images, integers(0, CLASSES, count)


def _noisy(patterns: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Images of four patterns under so much noise that one reader alone reads three of four."""
    labels = integers(0, CLASSES, count)
    noise = 0.7 * normal(count, 1, HEIGHT, WIDTH, dtype=torch.float32)
    return 0.5 + 0.4 * (patterns[labels] + noise), labels


def _logits(state: object, images: torch.Tensor) -> torch.Tensor:
    """What our own copy of the reader makes of the images, with a member's weights."""
    sizes = {"1.weight": (HIDDEN, HEIGHT * WIDTH), "1.bias": (HIDDEN,)}
    sizes |= {"3.weight": (CLASSES, HIDDEN), "3.bias": (CLASSES,)}
    says = "a member has lost its weights, or has others than the model that build gives"
    look_at = "train what build() returns, and return it"
    same = type(state) is dict and set(state) == set(sizes)
    expect_true(same, says=says, look_at=look_at)
    reader = nn.Sequential(
        nn.Flatten(), nn.Linear(HEIGHT * WIDTH, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, CLASSES)
    )
    weights = {
        name: expect_tensor(state[name], shape=shape, dtype=torch.float32, look_at=look_at)  # type: ignore[index]
        for name, shape in sizes.items()
    }
    reader.load_state_dict(weights)
    with torch.no_grad():
        return reader(images)


def _team(student: Any, size: int, **case: Any) -> dict[str, Any]:
    """A team of small readers that note which rows they see; safe to use, but for what single parts hold."""
    count, lr, epochs = case.get("count", 240), case.get("lr", 0.02), case.get("epochs", 6)
    images, labels = case["data"] if "data" in case else _marked(count)
    seeds = [
        case["seed"] if "seed" in case else _seed(),
        case["elsewhere"] if "elsewhere" in case else _seed(),
    ]
    answer = student.run(_watched_team, images, labels, size, epochs, lr, *seeds)
    whole = type(answer) is dict and set(answer) == set(PARTS)
    expect_true(whole, says="train_team does not return models", look_at="return a list of nn.Modules")
    return answer  # type: ignore[no-any-return]  # a dict, checked above


def _trained(team: dict[str, Any], part: str, size: int) -> list[torch.Tensor]:
    """What each member saw, or from where it started."""
    entries = team[part]
    look_at = "call build() once for each member, and train each"
    whole = type(entries) is list
    expect_true(whole, says="train_team does not return models", look_at="return a list of nn.Modules")
    says = "no model learns in training mode, as batch norm and dropout need it"
    expect_true(len(entries) > 0, says=says, look_at="train() before the first step, eval() after the last")
    says = f"{len(entries) if len(entries) < 100 else 'far more'} models are trained, although size={size}"
    expect_true(len(entries) == size, says=says, look_at=look_at)
    return [expect_tensor(entry, look_at=look_at) for entry in entries]


def _bags(team: dict[str, Any], size: int, count: int) -> list[torch.Tensor]:
    """How often each member saw each row."""
    rows = [seen.double().round().long() for seen in _trained(team, "rows", size)]
    inside = all(bool(((seen >= 0) & (seen < count)).all()) for seen in rows)
    expect_true(inside, says="a member is shown images that are none of those given", look_at="images[bag]")
    return [torch.bincount(seen.flatten(), minlength=count) for seen in rows]


def _expect_members(team: dict[str, Any], size: int) -> None:
    states = team["states"]
    many = type(states) is list and len(states) == size
    expect_true(
        many, says=f"the team has not {size} members, although size={size}", look_at="one for each of size"
    )


@gate
@worth(0)
def test_gives_models(student):
    """Returns models."""
    team = _team(student, 2, epochs=1)

    look_at = "return the trained models themselves in a list"
    expect_true(team["modules"], says="what is returned are not all nn.Modules", look_at=look_at)


@worth(1)
@parametrize("size", [1, 2, 5])
def test_list_of_members(student, size):
    """Returns a list of as many models as size says."""
    team = _team(student, size, epochs=1)

    _expect_members(team, size)
    expect_equal(team["list"], True, says="the members do not come in a list", look_at="return a Python list")


@worth(1)
def test_eval_mode(student):
    """Returns every member in eval mode, with all its layers."""
    training = _team(student, 3, epochs=1)["training"]

    whole = type(training) is list and bool(training)
    expect_true(whole, says="the modes of the members could not be read")
    says = "a member, or a layer inside it, is still in training mode"
    expect_true(
        not any(mode is not False for mode in training), says=says, look_at=".eval() each member in the end"
    )


@worth(2)
@parametrize("size", [2, 4, 60])
def test_own_start(student, size):
    """Starts each member from weights of its own, also in a large team."""
    starts = _trained(_team(student, size, epochs=1, count=100), "starts", size)

    alike = sum(
        one.shape != other.shape or bool((one - other).abs().max() <= 1e-3)
        for one, other in combinations(starts, 2)
    )
    # Of 60 members with seeds below 10 000 not one pair is alike as a rule, and never eight; of 62 seeds, 28.
    expect_true(
        alike <= size // 8,
        says="two members start from the same weights",
        look_at="build() draws from the global state: let that move on, or seed it anew for each member, "
        "with a seed from a large range",
        staff=f"{alike} pairs",
    )


@worth(3)
@deadline(30)
def test_own_bag(student):
    """Trains each member on a bootstrap sample of its own, the same one in every epoch."""
    count, size = 400, 3
    bags = _bags(_team(student, size, count=count, epochs=20), size, count)

    look_at = "draw bootstrap_indices once for each member, and index images and labels with them"
    for bag in bags:
        share = (bag > 0).double().mean().item()
        # A bootstrap sample holds 63.2 %, with a standard deviation of 1.6 %.
        says = "a member sees nearly all examples: it is not trained on one bootstrap sample"
        expect_true(share < 0.8, says=says, look_at=look_at)
        says = "a member sees far fewer different examples than a bootstrap sample holds"
        expect_true(share > 0.48, says=says, look_at=look_at)
        # .51 where what was drawn twice is shown twice; .13 where last batches are left out.
        times = bag[bag > 0].double()
        spread = (times.std() / times.mean()).item()
        says = "a member sees all of its examples equally often, but what is drawn twice counts twice"
        expect_true(spread > 0.3, says=says, look_at=look_at, staff=f"spread {spread:.2f}")
    for one, other in combinations(bags, 2):
        says = "two members are trained on the same examples"
        differ = not torch.equal(one > 0, other > 0)
        expect_true(differ, says=says, look_at=look_at)


@worth(1)
def test_epochs(student):
    """Goes through the sample as often as epochs says."""
    data = _marked(200)
    few, many = (
        sum(int(bag.sum()) for bag in _bags(_team(student, 2, data=data, epochs=epochs), 2, 200))
        for epochs in (3, 6)
    )

    expect_true(
        1.7 * few < many < 2.35 * few,
        says="twice the epochs do not show twice as many images to a member",
        look_at="for epoch in range(epochs): each goes through the whole sample once",
    )


@worth(1)
@deadline(30)
def test_rate(student):
    """Learns at the rate that it is given."""
    moves = []
    for lr in (1e-6, 0.05):
        team = _team(student, 2, lr=lr, epochs=20)
        starts, states = _trained(team, "starts", 2), team["states"]
        whole = type(states) is list and len(states) == 2 and all(type(state) is dict for state in states)
        expect_true(whole, says="the members' weights could not be read")
        ends = [torch.cat([expect_tensor(entry).flatten() for entry in state.values()]) for state in states]
        alike = all(start.shape == end.shape for start, end in zip(starts, ends, strict=True))
        expect_true(alike, says="a member has other weights than it started from")
        moves.append(max(float((s - e).abs().max()) for s, e in zip(starts, ends, strict=True)))

    look_at = "hand lr to the optimiser"
    expect_true(moves[0] < 0.02, says="the weights move far at a tiny learning rate", look_at=look_at)
    expect_true(moves[1] > 5e-3, says="the weights hardly move at an ordinary learning rate", look_at=look_at)


@worth(2)
@deadline(30)
def test_members_learn(student):
    """Trains members that read new images far better than by chance."""
    patterns = random(CLASSES, 1, HEIGHT, WIDTH, dtype=torch.float32) - 0.5
    states = student.run(_trained_states, *_noisy(patterns, 96), 3, 60, 0.05, _seed())
    images, labels = _noisy(patterns, 1500)

    many = type(states) is list and len(states) == 3
    expect_true(many, says="there are not as many members as size says", look_at="one for each of size")
    for state in states:
        # By chance .25 with a standard deviation of .011; the solutions reach .63 and more.
        read = (_logits(state, images).argmax(1) == labels).double().mean().item()
        expect_true(
            read > 0.36,
            says="a member reads new images hardly better than by chance",
            look_at="labels go with their images: the same indices for both; and train each member",
            staff=f"accuracy {read:.3f}",
        )


@worth(3)
@deadline(60)
def test_team_beats_its_members(student):
    """Trains teams whose mean probabilities are right more often than their mean member, on new images."""
    gains = []
    for _ in range(2):
        patterns = random(CLASSES, 1, HEIGHT, WIDTH, dtype=torch.float32) - 0.5
        states = student.run(_trained_states, *_noisy(patterns, 96), 7, 60, 0.05, _seed())
        images, labels = _noisy(patterns, 1500)
        many = type(states) is list and len(states) == 7
        expect_true(many, says="there are not as many members as size says", look_at="one for each of size")
        probabilities = torch.stack([_logits(state, images).double().softmax(1) for state in states])
        members = (probabilities.argmax(2) == labels).double().mean().item()
        team = (probabilities.mean(0).argmax(1) == labels).double().mean().item()
        says = "the members read new images hardly better than by chance"
        look_at = "get members that learn first"
        expect_true(members > 0.36, says=says, look_at=look_at, staff=f"accuracy {members:.3f}")
        gains.append(team - members)

    gain = sum(gains) / len(gains)
    expect_true(
        gain
        > 0.012,  # the smallest gain of one team alone was .028, over five optimisers and eight seeds each
        says="the team is no better than its mean member",
        look_at="who makes the same mistakes cannot correct the others: let each start and learn anew",
        staff=f"gains {gains}",
    )


@worth(2)
def test_generator(student):
    """The generator decides the samples, and the global random state is left alone."""
    data, seed, elsewhere = _marked(200), _seed(), _seed()
    seeds = [(seed, elsewhere), (seed, elsewhere), (seed, elsewhere + 1), (seed + 1, elsewhere)]
    teams = [_team(student, 2, data=data, epochs=2, seed=own, elsewhere=other) for own, other in seeds]

    look_at = (
        "put torch's global random state back: torch.random.fork_rng(), or get_rng_state and set_rng_state"
    )
    says = "the global random state changed in spite of a generator"
    expect_true(all(team["kept"] is True for team in teams), says=says, look_at=look_at)
    first, same, same_generator, other_generator = (
        torch.stack([bag > 0 for bag in _bags(team, 2, 200)]) for team in teams
    )
    look_at = "draw the samples from the generator, and never seed it"
    says = "the same generator gives other samples"
    expect_true(torch.equal(first, same), says=says, look_at=look_at)
    expect_true(torch.equal(first, same_generator), says=says, look_at=look_at)
    says = "another generator gives the same samples"
    all_seen = bool(first.all())  # no samples at all: the test of the bags says so
    expect_true(all_seen or not torch.equal(first, other_generator), says=says, look_at=look_at)

    starts = [_trained(team, "starts", 2) for team in teams]
    look_at = "seed the global random state for build() from the generator"
    says = "the same generator, and the same global random state, give members that start from other weights"
    alike = all(torch.equal(one, other) for one, other in zip(starts[0], starts[1], strict=True))
    expect_true(alike, says=says, look_at=look_at)


@worth(1)
def test_input_is_left_alone(student):
    """Works on slices, and leaves images and labels as they were."""
    wide, labels = random(160, 3, 3, 8, dtype=torch.float32), integers(0, CLASSES, 160)
    images = wide[::2, 1:2, :, ::2]
    images[:, 0, 0, 0] = torch.arange(80) / 80

    after = student.run(_arguments_after, images, labels[::2], _seed())
    whole = type(after) is tuple and len(after) == 2
    expect_true(whole, says="train_team gave no proper answer")
    look_at = "indexing with a sample gives a copy: leave what you were given as it is"
    says = "the images have changed"
    expect_close(after[0], images.contiguous(), says=says, look_at=look_at, rtol=0, atol=0)
    expect_close(after[1], labels[::2].contiguous(), says="the labels have changed", look_at=look_at)


@worth(1)
def test_device_parity(student):
    """Trains models and images of float64 on an accelerator, and gives the same there."""
    images, labels, seed = random(24, 1, 3, 4), integers(0, CLASSES, 24), _seed()
    on_cpu = _weights(student.run(_weights_of_team, images, labels, seed))

    says = "models and images on an accelerator are to be trained there, with a generator on the CPU"
    look_at = "draw on generator.device, then move what was drawn to images.device; no NumPy, no .float()"
    with expect_nothing_raised(says=says, look_at=look_at):
        answer = student.run(_weights_on_accelerator, images, labels, seed)
    whole = type(answer) is tuple and len(answer) == 3
    expect_true(whole, says="train_team gave no proper answer on an accelerator")
    on_device, elsewhere, round_trip = answer
    says = "the models were on an accelerator, but the trained members are elsewhere"
    expect_true(elsewhere is False, says=says, look_at=look_at)
    says = "the images are copied from the accelerator to the CPU"
    expect_true(round_trip is False, says=says, look_at=look_at)
    if on_device is not None:
        says = "training on an accelerator gives other weights than on the CPU"
        expect_close(_weights(on_device), on_cpu, says=says, look_at=look_at, rtol=1e-4, atol=1e-4)


def _weights(answer: object) -> torch.Tensor:
    look_at = "a model of float64 stays one, and learns from images of float64"
    return expect_tensor(answer, dtype=torch.float64, look_at=look_at)


# ------------------------------------------------------------------ run beside the student's code


def _watched_team(student, images, labels, size, epochs, lr, seed, elsewhere):
    """Each reader notes the rows that it sees in training, and the weights with which it saw the first."""
    import random

    import numpy as np

    trained = []

    class Reader(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(images[0].numel(), 4)
            self.drop = nn.Dropout(0.0)

        def forward(self, batch):
            if self.training and torch.is_grad_enabled():
                if not any(reader is self for reader, _, _ in trained):
                    start = torch.cat([p.detach().flatten() for p in self.parameters()])
                    trained.append((self, start.clone(), []))
                rows = next(rows for reader, _, rows in trained if reader is self)
                rows.append((batch.detach()[:, 0, 0, 0] * len(images)).round().long())
            return self.linear(self.drop(batch.flatten(1)))

    def states():
        numpy = np.random.get_state()
        return torch.get_rng_state().tolist(), numpy[1].tolist(), numpy[2], random.getstate()

    for seed_globally in (torch.manual_seed, np.random.seed, random.seed):
        seed_globally(elsewhere % 2**31)
    before = states()
    generator = torch.Generator().manual_seed(seed)
    team = student.train_team(Reader, images, labels, size, epochs=epochs, lr=lr, generator=generator)
    kept = states() == before
    members = list(team) if isinstance(team, list | tuple | nn.ModuleList) else []
    modules = bool(members) and all(isinstance(member, nn.Module) for member in members)
    if not modules:
        members = []
    return {
        "list": isinstance(team, list),
        "modules": modules,
        "training": [module.training for member in members for module in member.modules()],
        "states": [dict(member.state_dict()) for member in members],
        "rows": [torch.cat(rows) for _, _, rows in trained],
        "starts": [start for _, start, _ in trained],
        "kept": kept,
    }


def _trained_states(student, images, labels, size, epochs, lr, seed):
    def build():
        return nn.Sequential(nn.Flatten(), nn.Linear(images[0].numel(), 12), nn.Tanh(), nn.Linear(12, 4))

    torch.manual_seed(seed % 2**31)
    generator = torch.Generator().manual_seed(seed)
    team = student.train_team(build, images, labels, size, epochs=epochs, lr=lr, generator=generator)
    return [dict(member.state_dict()) for member in team]


def _arguments_after(student, images, labels, seed):
    def build():
        return nn.Sequential(nn.Flatten(), nn.Linear(images[0].numel(), 4))

    generator = torch.Generator().manual_seed(seed)
    student.train_team(build, images, labels, 2, epochs=2, lr=0.05, generator=generator)
    return images, labels


def _weights_of_team(student, images, labels, seed):
    import numpy as np

    def build():
        return nn.Sequential(nn.Flatten(), nn.Linear(images[0].numel(), 4)).double()

    torch.manual_seed(seed % 2**31)
    np.random.seed(seed % 2**31)
    generator = torch.Generator().manual_seed(seed)
    team = student.train_team(build, images, labels, 2, epochs=2, lr=0.05, generator=generator)
    return torch.cat([p.detach().flatten() for member in team for p in member.parameters()])


def _weights_on_accelerator(student, images, labels, seed):
    import numpy as np

    from convlab import devices

    def build():
        model = nn.Sequential(nn.Flatten(), nn.Linear(images[0].numel(), 4)).double()
        return devices.move(model, there.device)

    torch.manual_seed(seed % 2**31)
    np.random.seed(seed % 2**31)
    generator, copies = torch.Generator().manual_seed(seed), []
    with devices.accelerator(copies) as device:
        if device.type == "meta":  # nothing can be learned where there are no values
            return None, False, False
        there, truth = devices.move((images, labels), device)
        team = student.train_team(build, there, truth, 2, epochs=2, lr=0.05, generator=generator)
        parts = [p.detach() for member in team for p in member.parameters()]
        elsewhere = devices.any_elsewhere(parts, device)
        weights = devices.move(torch.cat([p.flatten() for p in parts]), "cpu")
    return weights, elsewhere, any(size >= images.numel() for size in copies)
