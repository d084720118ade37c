# %% [markdown]
# # Transfer learning: begin where another network stopped
#
# A network that has learned to read letters knows strokes, corners and bows. Whoever wants to read digits
# need not learn those again. You take the network apart, keep what it sees, and put a new last layer on top:
# ten pictures of each class are then worth more than fifty. Three questions have to be answered each time,
# and you will answer them by measuring: **where to cut**, **to retrain or not**, and **to run the pictures
# through the old network once, or again and again**.
#
# | | what you build | difficulty | minutes | points |
# |---|---|---|---|---|
# | 1 | `cut_backbone` | ●●○ | 10 | 12 |
# | 2 | `precompute_features` | ●●○ | 15 | 14 |
# | 3 | `fit_head` | ●●○ | 15 | 10 |
# | 4 | `replace_head` | ●●○ | 15 | 12 |
# | 5 | `freeze` | ●●● | 20 | 14 |
# | 6 | `parameter_groups` | ●●○ | 10 | 10 |
# | 7 | `fine_tune` | ●●○ | 20 | 12 |
# | 8 | `choose_strategy` | ●○○ | 5 | 4 |
# | | six predictions | | 5 | 6 × 2 |
# | | one written answer | | 10 | 6, read by a person |
#
# Each part stands on its own as far as it can: stuck in one, go on to the next. Hints are folded, and sorted
# by what you see on your screen.

# %%
import copy
import math
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import UPPER, handwriting, sample
from convlab.models import conv_reader, count_parameters
from convlab.plots import show_bars, show_curves, show_images
from convlab.pretrained import letters_reader, photo_reader
from convlab.training import accuracy, train

# %% [markdown]
# Two helpers that you may use wherever you like. The second makes a last layer whose numbers come from a
# generator of your own; `nn.Linear(…)` alone would draw from torch's global random state.


# %%
def seeded(seed: int) -> torch.Generator:
    """A new generator on the CPU."""
    return torch.Generator().manual_seed(seed)


def new_linear(
    in_features: int,
    out_features: int,
    *,
    like: torch.Tensor,
    bias: bool = True,
    generator: torch.Generator | None = None,
) -> nn.Linear:
    """A linear layer with the dtype and device of `like`, uniform in ±1/√in_features as torch does it.

    Numbers are drawn where the generator lives; without one, from torch's global random state.
    """
    layer = nn.utils.skip_init(
        nn.Linear, in_features, out_features, bias=bias, device=like.device, dtype=like.dtype
    )
    bound = 1 / math.sqrt(in_features)
    with torch.no_grad():
        for parameter in layer.parameters():
            numbers = torch.empty(parameter.shape, device=generator.device if generator else like.device)
            parameter.copy_(numbers.uniform_(-bound, bound, generator=generator))
    return layer


# %% choice="borrowed-eyes" points=2
borrowed_eyes = None  # "a", "b" or "c"
### BEGIN SOLUTION
borrowed_eyes = "b"
### END SOLUTION


# %% exercise="cut_backbone"
def cut_backbone(model: nn.Module, layer: str) -> nn.Module:
    """Everything up to and including one of the model's direct children.

    Args:
        model: Its forward is its direct children, one after the other in the order in which they were
            registered. One and the same module may be registered under two names; it then runs twice.
        layer: Name of the last child to keep.

    Returns:
        A module that gives what the child called `layer` gives inside the whole model. It may share its
        layers with the model or hold copies; the model itself stays as it was found.

    Raises:
        ValueError: No direct child has this name.
    """
    ### BEGIN SOLUTION
    children = dict(model._modules)  # named_children() leaves out a module that it has met already
    if layer not in children:
        raise ValueError(f"layer must be one of {', '.join(children)}, got {layer!r}")
    names = list(children)
    kept = names[: names.index(layer) + 1]
    return nn.Sequential(OrderedDict((name, children[name]) for name in kept))
    ### END SOLUTION


# %% check="cut_backbone" points=12
small = nn.Sequential(OrderedDict(twice=nn.Hardtanh(-4, 4), halve=nn.AvgPool1d(2), head=nn.Linear(2, 3)))
shared = nn.Threshold(0.5, 7.0)
tied = nn.Sequential(OrderedDict(first=shared, flip=nn.Softsign(), second=shared, head=nn.Linear(4, 2)))
row = torch.tensor([[[-9.0, 2.0, 6.0, 1.0]]])
with public_checks("cut_backbone") as check:
    check.close(
        "a chain, cut after its second child",
        lambda: cut_backbone(small, "halve")(row),
        torch.tensor([[[-1.0, 2.5]]]),
        hint="the named child itself belongs to what is kept",
    )
    check.close(
        "cut after the first child",
        lambda: cut_backbone(small, "twice")(row),
        torch.tensor([[[-4.0, 2.0, 4.0, 1.0]]]),
        hint="everything after the named child has to go",
    )
    check.close(
        "a chain in which one module stands at two places",
        lambda: cut_backbone(tied, "second")(torch.tensor([[1.0, 3.0]])),
        torch.tensor([[7.0, 0.75]]),
        hint="named_children() lists a module once only; which dictionary lists every name?",
    )
    check.close(
        "the letters reader, whole: cut after its head",
        lambda: cut_backbone(letters_reader(), "head")(torch.zeros(1, 1, 28, 28)).detach(),
        letters_reader()(torch.zeros(1, 1, 28, 28)).detach(),
        hint="the children's order is the order of the forward pass",
    )
    check.raises(
        "a name inside a block is no direct child",
        ValueError,
        lambda: cut_backbone(letters_reader(), "block1.conv"),
        hint="compare the name with those of the direct children",
    )


# %% exercise="precompute_features"
def precompute_features(backbone: nn.Module, images: torch.Tensor, *, batch_size: int = 256) -> torch.Tensor:
    """What a backbone says of each image, calculated once.

    Args:
        backbone: From images to features of any shape (N, …). Used in eval mode; every submodule's mode is
            afterwards as it was found.
        images: Shape (N, C, H, W), N >= 1.
        batch_size: Images that go through at once, >= 1; the last batch may be smaller.

    Returns:
        Features in the order of the images, flattened to (N, D). They hold no graph, and may be used in
        autograd.
    """
    ### BEGIN SOLUTION
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1, got {batch_size}")
    modes = [(part, part.training) for part in backbone.modules()]
    backbone.eval()
    try:
        with torch.no_grad():  # inference_mode() would make tensors that autograd refuses later
            return torch.cat([backbone(batch).flatten(1) for batch in images.split(batch_size)])
    finally:
        for part, training in modes:
            part.training = training
    ### END SOLUTION


# %% check="precompute_features" points=14
class Noting(nn.Module):
    """Notes the size and the mode of each batch; gives (N, 2, 3) features."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))
        self.dropout = nn.Dropout(0.5)
        self.sizes, self.modes = [], []

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        self.sizes.append(len(images))
        self.modes.append(self.training)
        return self.dropout(self.weight * images[:, 0, :2, :3])


def noted(**settings: int) -> tuple[Noting, torch.Tensor]:
    """A backbone in train mode (but for its dropout) after seven images went through it."""
    backbone = Noting()
    backbone.dropout.eval()
    return backbone, precompute_features(backbone, seven, **settings)


seven = torch.arange(7 * 12.0).view(7, 1, 3, 4)
with public_checks("precompute_features") as check:
    check.close(
        "seven images in batches of 3, flattened",
        lambda: noted(batch_size=3)[1],
        seven[:, 0, :2, :3].flatten(1),
        hint="in the images' order, the last one too; flatten(1) keeps the images apart",
    )
    check.equal(
        "three batches: 3, 3 and 1",
        lambda: noted(batch_size=3)[0].sizes,
        [3, 3, 1],
        hint="images.split(batch_size)",
    )
    check.equal(
        "eval mode while it runs",
        lambda: noted()[0].modes,
        [False],
        hint="batch norm and dropout behave differently in train mode",
    )
    check.equal(
        "and every part's own mode afterwards",
        lambda: [part.training for part in noted()[0].modules()],
        [True, False],
        hint="note part.training of all modules() first; backbone.train() would switch on all of them",
    )
    check.true(
        "no graph is kept",
        lambda: not noted()[1].requires_grad,
        hint="torch.no_grad()",
    )
    check.true(
        "a head can learn from the features",
        lambda: nn.Linear(6, 2)(noted()[1]).sum().backward() or True,
        hint="inference_mode() is stronger than no_grad(): autograd refuses what comes out of it",
    )


# %% choice="best-cut" points=2
best_cut = None  # "a", "b" or "c"
### BEGIN SOLUTION
best_cut = "c"
### END SOLUTION


# %% exercise="fit_head"
def fit_head(
    features: torch.Tensor,
    labels: torch.Tensor,
    num_classes: int,
    *,
    epochs: int,
    lr: float,
    generator: torch.Generator,
) -> nn.Linear:
    """Train a linear layer on features, with cross-entropy and any optimiser.

    Args:
        features: Shape (N, D), floating.
        labels: Shape (N,), int64, in 0 to num_classes - 1.
        num_classes: Number of classes K.
        epochs: Passes over the features.
        lr: Learning rate.
        generator: Draws whatever is random; torch's global random state stays as it is.

    Returns:
        The trained layer, from (N, D) features to (N, K) logits, with the features' dtype and device.
    """
    ### BEGIN SOLUTION
    if labels.shape != features.shape[:1]:
        raise ValueError(f"labels must be one for each of {len(features)} rows, got {tuple(labels.shape)}")
    head = new_linear(features.shape[1], num_classes, like=features, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        order = torch.randperm(len(features), generator=generator, device=generator.device)
        for chosen in order.to(features.device).split(64):
            loss = F.cross_entropy(head(features[chosen]), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head
    ### END SOLUTION


# %% check="fit_head" points=10
def three_clouds(each: int = 30, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Points around three corners, a linear layer can tell them apart."""
    labels = torch.arange(3).repeat_interleave(each)
    return 4 * torch.eye(3)[labels] + torch.randn(3 * each, 3, generator=seeded(seed)) / 2, labels


def clouds_head(seed: int = 1) -> nn.Linear:
    """A head that has learned the clouds."""
    return fit_head(*three_clouds(), 3, epochs=40, lr=0.05, generator=seeded(seed))


def leaves_global_state() -> bool:
    """Whether torch's own random numbers go on as if nothing had been drawn."""
    before = torch.get_rng_state()
    head = clouds_head()
    return isinstance(head, nn.Linear) and before.equal(torch.get_rng_state())


with public_checks("fit_head") as check:
    check.shape("a weight for each class and feature", lambda: clouds_head().weight, (3, 3))
    check.true(
        "new points of three clouds are told apart",
        lambda: accuracy(clouds_head(), *three_clouds(seed=7)) > 0.95,
        hint="cross-entropy of head(features) and labels; zero_grad, backward, step",
    )
    check.true(
        "the same seed gives the same head",
        lambda: clouds_head(2).weight.equal(clouds_head(2).weight),
        hint="the first weights and the order of the rows: from the generator, both",
    )
    check.true(
        "torch's global random state stays as it is",
        leaves_global_state,
        hint="nn.Linear(…) draws from it; new_linear(…, generator=generator) does not",
    )


# %% exercise="replace_head"
def replace_head(
    model: nn.Module, num_classes: int, *, generator: torch.Generator | None = None
) -> nn.Module:
    """A copy of the model with a new last `nn.Linear`, for other classes.

    Args:
        model: Holds at least one `nn.Linear`, at any depth. It stays as it is, also when the new model is
            trained later.
        num_classes: Outputs of the new layer.
        generator: Draws the new layer's weights; None leaves that to torch's global random state.

    Returns:
        A new model that shares no memory with the old one. Its last `nn.Linear`, in the order in which
        modules were registered, is new: as many inputs as the old one had, `num_classes` outputs, a bias if
        the old one had one. All other weights are copies.

    Raises:
        ValueError: The model holds no `nn.Linear`.
    """
    ### BEGIN SOLUTION
    new = copy.deepcopy(model)
    linears = [(name, part) for name, part in new.named_modules() if isinstance(part, nn.Linear)]
    if not linears:
        raise ValueError(f"the model must hold an nn.Linear, got {type(model).__name__} without one")
    name, old = linears[-1]
    has_bias = old.bias is not None
    head = new_linear(
        old.in_features, num_classes, like=old.weight.detach(), bias=has_bias, generator=generator
    ).train(old.training)
    if old is new:
        return head
    parent, _, child = name.rpartition(".")
    setattr(new.get_submodule(parent), child, head)
    return new
    ### END SOLUTION


# %% check="replace_head" points=12
def deep_model() -> nn.Sequential:
    """Its last linear layer lies inside a block, without a bias, and something comes after it."""
    block = nn.Sequential(OrderedDict(norm=nn.LayerNorm(4), out=nn.Linear(4, 6, bias=False)))
    return nn.Sequential(OrderedDict(first=nn.Linear(5, 4), top=block, last=nn.ReLU()))


def untouched_by_training() -> bool:
    """Whether the old model stays as it is while the new one is trained."""
    old = deep_model()
    before = copy.deepcopy(old.state_dict())
    new = replace_head(old, 3)
    optimizer = torch.optim.SGD(new.parameters(), lr=1.0)
    new(torch.ones(2, 5)).sum().backward()
    optimizer.step()
    return all(before[name].equal(value) for name, value in old.state_dict().items())


with public_checks("replace_head") as check:
    check.shape(
        "the letters reader, for ten classes",
        lambda: replace_head(letters_reader(), 10)(torch.zeros(2, 1, 28, 28)),
        (2, 10),
        hint="the last nn.Linear gets num_classes outputs",
    )
    check.shape(
        "a last linear layer inside a block",
        lambda: replace_head(deep_model(), 3).top.out.weight,
        (3, 4),
        hint="named_modules() goes into blocks, and gives names such as top.out",
    )
    check.true(
        "no bias where the old one had none",
        lambda: replace_head(deep_model(), 3).top.out.bias is None,
        hint="look at old.bias",
    )
    check.true(
        "training the new model leaves the old one alone",
        untouched_by_training,
        hint="copy.deepcopy(model) first, then change the copy",
    )
    check.true(
        "the same seed gives the same head, another seed another",
        lambda: (
            (heads := [replace_head(deep_model(), 3, generator=seeded(s)).top.out.weight for s in (1, 1, 2)])
            and heads[0].equal(heads[1])
            and not heads[0].equal(heads[2])
        ),
        hint="new_linear(…, generator=generator)",
    )


# %% choice="frozen-base" points=2
frozen_base = None  # "a", "b" or "c"
### BEGIN SOLUTION
frozen_base = "b"
### END SOLUTION


# %% exercise="freeze"
def freeze(module: nn.Module) -> nn.Module:
    """Keep a module as it is, whatever is trained around it.

    Args:
        module: Any module; batch norms may lie at any depth, or be the module itself.

    Returns:
        The module itself, or a copy: none of its parameters takes gradients, and the running statistics of
        its batch norms stay as they are, even when somebody calls `.train()` and sends images through.
    """
    ### BEGIN SOLUTION
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.eval()
            part.train = lambda mode=True, part=part: part  # deaf to .train() from now on
    return module
    ### END SOLUTION


# %% check="freeze" points=14
def stem() -> nn.Sequential:
    """A convolution and a batch norm, which lies inside a block."""
    torch.manual_seed(0)
    return nn.Sequential(OrderedDict(conv=nn.Conv2d(1, 2, 3), rest=nn.Sequential(nn.BatchNorm2d(2))))


def bright(n: int = 8) -> torch.Tensor:
    """Images whose statistics are far from 0 and 1."""
    return 5 + 3 * torch.rand(n, 1, 6, 6, generator=seeded(0))


def mean_after(training_call) -> torch.Tensor:
    """The running mean of a frozen stem after `training_call` and a batch."""
    frozen = freeze(stem())
    training_call(frozen)
    frozen(bright())
    return frozen.rest[0].running_mean


with public_checks("freeze") as check:
    check.equal(
        "no parameter takes gradients",
        lambda: [parameter.requires_grad for parameter in freeze(stem()).parameters()],
        [False] * 4,
        hint="requires_grad_(False) reaches all parameters of a module",
    )
    check.close(
        "batch norm's running mean stays at 0",
        lambda: mean_after(lambda frozen: None),
        torch.zeros(2),
        hint="in train mode batch norm takes note of each batch; in eval mode it does not",
    )
    check.close(
        "also after .train()",
        lambda: mean_after(lambda frozen: frozen.train()),
        torch.zeros(2),
        hint="what does .train() do to the mode that you set? It must not reach the batch norms any more",
    )
    check.close(
        "also when .train() is called on a larger model around it",
        lambda: mean_after(lambda frozen: nn.Sequential(frozen, nn.Flatten()).train()),
        torch.zeros(2),
        hint=".train() of the larger model calls .train(True) of its children, and those of theirs",
    )


# %% exercise="parameter_groups"
def parameter_groups(model: nn.Module, *, base_lr: float, head_lr: float) -> list[dict]:
    """What an optimiser needs to train the head at one rate and everything else at another.

    Args:
        model: Its head is its last `nn.Linear`, in the order in which modules were registered.
        base_lr: Learning rate of all other parameters.
        head_lr: Learning rate of the head's weight and bias.

    Returns:
        Dictionaries with the keys "params" and "lr". Every parameter that takes gradients is in exactly one
        of them, those that do not are in none.

    Raises:
        ValueError: The model holds no `nn.Linear`.
    """
    ### BEGIN SOLUTION
    linears = [part for part in model.modules() if isinstance(part, nn.Linear)]
    if not linears:
        raise ValueError(f"the model must hold an nn.Linear, got {type(model).__name__} without one")
    head = [parameter for parameter in linears[-1].parameters() if parameter.requires_grad]
    in_head = {id(parameter) for parameter in head}
    base = [p for p in model.parameters() if p.requires_grad and id(p) not in in_head]
    return [{"params": base, "lr": base_lr}, {"params": head, "lr": head_lr}]
    ### END SOLUTION


# %% check="parameter_groups" points=10
def rates(model: nn.Module) -> list[float | None]:
    """The rate of each parameter of a model, in order; None where it is in no group."""
    groups = parameter_groups(model, base_lr=0.1, head_lr=2.0)
    rate = {id(parameter): group["lr"] for group in groups for parameter in group["params"]}
    return [rate.get(id(parameter)) for parameter in model.parameters()]


def half_frozen() -> nn.Sequential:
    """Two hidden layers, the first of them frozen, and a head."""
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 4), nn.Linear(4, 2))
    model[0].requires_grad_(False)
    return model


with public_checks("parameter_groups") as check:
    check.equal(
        "base, base, head, head",
        lambda: rates(nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(8, 2))),
        [0.1, 0.1, 2.0, 2.0],
        hint="the last nn.Linear has a weight and a bias",
    )
    check.equal(
        "of three linear layers the last is the head, and a frozen layer is in no group",
        lambda: rates(half_frozen()),
        [None, None, 0.1, 0.1, 2.0, 2.0],
        hint="look at parameter.requires_grad",
    )
    check.equal(
        "every parameter once",
        lambda: sum(len(list(g["params"])) for g in parameter_groups(deep_model(), base_lr=1, head_lr=1)),
        5,
        hint="the head's parameters are parameters of the model too",
    )
    check.equal(
        "an optimiser takes them",
        lambda: type(torch.optim.SGD(parameter_groups(half_frozen(), base_lr=0.1, head_lr=1.0))).__name__,
        "SGD",
        hint='a list of dictionaries with "params" and "lr"',
    )


# %% exercise="fine_tune"
def fine_tune(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    *,
    epochs: int,
    base_lr: float,
    head_lr: float,
    batch_size: int = 64,
    generator: torch.Generator,
) -> list[float]:
    """Train a model in place with cross-entropy and any optimiser, its head at a rate of its own.

    Args:
        model: From images to (N, K) logits. What is frozen stays frozen. It is trained in train mode, and
            every submodule's mode is afterwards as it was found.
        images: Shape (N, C, H, W).
        labels: Shape (N,), int64.
        epochs: Passes over all images.
        base_lr: Learning rate of everything but the head.
        head_lr: Learning rate of the last `nn.Linear`.
        batch_size: Images in a step; the last batch of an epoch may be smaller.
        generator: Draws the order of the images, anew in each epoch.

    Returns:
        For each epoch, the mean loss over all its images.
    """
    ### BEGIN SOLUTION
    if labels.shape != images.shape[:1]:
        raise ValueError(f"labels must be one for each of {len(images)} images, got {tuple(labels.shape)}")
    modes = [(part, part.training) for part in model.modules()]
    optimizer = torch.optim.Adam(parameter_groups(model, base_lr=base_lr, head_lr=head_lr))
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        order = torch.randperm(len(images), generator=generator, device=generator.device)
        for chosen in order.to(images.device).split(batch_size):
            loss = F.cross_entropy(model(images[chosen]), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(chosen)
        losses.append(total / len(images))
    for part, training in modes:
        part.training = training
    return losses
    ### END SOLUTION


# %% check="fine_tune" points=12
def tune(model: nn.Module, *, base_lr: float = 0.01, epochs: int = 12) -> list[float]:
    """The losses of a model that learns the clouds in batches of 40: 40, 40 and 10 a time."""
    points, labels = three_clouds()
    return fine_tune(
        model,
        points.view(-1, 1, 1, 3),
        labels,
        epochs=epochs,
        base_lr=base_lr,
        head_lr=0.05,
        batch_size=40,
        generator=seeded(0),
    )


def cloud_model(frozen: bool = False) -> nn.Sequential:
    """A small dense model with dropout switched off."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(3, 8), nn.Dropout(0.2), nn.ReLU(), nn.Linear(8, 3))
    model[2].eval()
    model[1].requires_grad_(not frozen)
    return model


def change_of(layer: int, **settings: float) -> float:
    """How far a layer's weights move."""
    model = cloud_model(settings.pop("frozen", False))
    before = model[layer].weight.detach().clone()
    tune(model, **settings)
    return (model[layer].weight - before).abs().max().item()


def losses_at_rest() -> tuple[float, float]:
    """The loss of an epoch in which both rates are 0, and the mean loss of the model as it is."""
    points, labels = three_clouds()
    model = nn.Sequential(nn.Flatten(), nn.Linear(3, 3))
    images = points.view(-1, 1, 1, 3)
    with torch.no_grad():
        as_it_is = F.cross_entropy(model(images), labels).item()
    settings = {"epochs": 1, "base_lr": 0.0, "head_lr": 0.0, "batch_size": 40}
    return fine_tune(model, images, labels, **settings, generator=seeded(0))[0], as_it_is


with public_checks("fine_tune") as check:
    check.equal(
        "a loss for each epoch, a Python float",
        lambda: [type(loss).__name__ for loss in tune(cloud_model(), epochs=3)],
        ["float"] * 3,
        hint="loss.item(), and one number for an epoch, not for a batch",
    )
    check.true(
        "the loss falls",
        lambda: (losses := tune(cloud_model()))[-1] < 0.5 * losses[0],
        hint="zero_grad, backward, step in each batch; train the model itself, not a copy",
    )
    check.true(
        "with both rates at 0, the mean loss over all 90 images",
        lambda: abs((losses := losses_at_rest())[0] - losses[1]) < 1e-5,
        hint="the last batch has only 10 images: weigh each batch's loss by its length",
    )
    check.equal(
        "a frozen layer stays where it is, while the head learns",
        lambda: [change_of(1, frozen=True) == 0, change_of(4, frozen=True) > 0],
        [True, True],
        hint="parameter_groups leaves out what is frozen",
    )
    check.equal(
        "base_lr = 0 keeps the base and trains the head",
        lambda: [change_of(1, base_lr=0.0) == 0, change_of(4, base_lr=0.0) > 0],
        [True, True],
        hint="hand parameter_groups(model, base_lr=…, head_lr=…) to the optimiser",
    )
    check.equal(
        "every submodule's mode as it was found",
        lambda: tune(model := cloud_model(), epochs=1) and [part.training for part in model],
        [True, True, False, True, True],
        hint="note part.training of all modules() before model.train()",
    )


# %% choice="catch-up" points=2
catch_up = None  # "a", "b" or "c"
### BEGIN SOLUTION
catch_up = "a"
### END SOLUTION

# %% choice="backbone-calls" points=2
backbone_calls = None  # "a", "b" or "c"
### BEGIN SOLUTION
backbone_calls = "a"
### END SOLUTION

# %% choice="cached-augmentation" points=2
cached_augmentation = None  # "a", "b" or "c"
### BEGIN SOLUTION
cached_augmentation = "b"
### END SOLUTION


# %% exercise="choose_strategy"
def choose_strategy(num_labels: int, similar: bool) -> str:
    """Which way to go, by the number of labels and by how near the old task is to the new one.

    Args:
        num_labels: Labelled images of the new task, all classes together.
        similar: Whether the old task's images resemble those of the new one.

    Returns:
        Below 1000 labels "features" where similar, else "fine-tune top"; from 1000 on "fine-tune all" where
        similar, else "from scratch".

    Raises:
        ValueError: A negative number of labels.
    """
    ### BEGIN SOLUTION
    if num_labels < 0:
        raise ValueError(f"num_labels must be at least 0, got {num_labels}")
    if num_labels < 1000:
        return "features" if similar else "fine-tune top"
    return "fine-tune all" if similar else "from scratch"
    ### END SOLUTION


# %% check="choose_strategy" points=4
with public_checks("choose_strategy") as check:
    check.equal(
        "300 labels, similar images", lambda: choose_strategy(300, True), "features", hint="the table above"
    )
    check.equal(
        "300 labels, other images", lambda: choose_strategy(300, False), "fine-tune top", hint="upper right"
    )
    check.equal(
        "20,000 labels, similar images",
        lambda: choose_strategy(20_000, True),
        "fine-tune all",
        hint="lower left",
    )
    check.equal(
        "20,000 labels, other images",
        lambda: choose_strategy(20_000, False),
        "from scratch",
        hint="lower right",
    )
    check.raises("a negative number", ValueError, lambda: choose_strategy(-5, True), hint="compare with 0")

# %% [markdown] written="advise-a-museum" points=6
# ### BEGIN SOLUTION
# Model answer.
# ### END SOLUTION
