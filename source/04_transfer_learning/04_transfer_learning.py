# %% [markdown]
# # Transfer learning: begin where another network stopped
#
# A network that has learned to read letters knows strokes, corners and bows. Whoever wants to read digits
# need not learn those again. You take the network apart, keep what it sees, and put a new last layer on
# top: ten pictures of each class are then worth about as much as fifty. Three questions have to be answered
# each time, and you will answer them by measuring: **where to cut**, **to retrain or not**, and **to run
# the pictures through the old network once, or again and again**.
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
from convlab.models import conv_reader
from convlab.plots import show_bars, show_curves, show_images
from convlab.pretrained import letters_reader, photo_reader
from convlab.progress import track
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


# %% [markdown]
# ## A reader that has never seen a digit
#
# In the package lies a small convnet that reads the 26 capital letters. It was trained on *printed*
# letters, and reads 97 of 100 new ones. (What it learned from and how well it reads stands on its *model
# card*, the file `letters_reader.md` beside the weights; whoever hands weights on should write one.) Now we
# show it real handwriting, and digits at that. It can only answer with letters. Which?

# %% experiment
torch.set_num_threads(1)
pictures, truth = handwriting(seed=3)
mixed = torch.randperm(len(pictures), generator=seeded(0))
pictures, truth = pictures[mixed], truth[mixed]
unseen, unseen_truth = pictures[:800], truth[:800]  # to test
pool, pool_truth = pictures[800:], truth[800:]  # to learn from: a few of these

readings = letters_reader()(pictures).argmax(1)
titles, examples = [], []
for digit in range(10):
    counts = readings[truth == digit].bincount(minlength=26)
    favourite = int(counts.argmax())
    titles.append(f"{digit} → {UPPER[favourite]} ({counts[favourite] / counts.sum():.0%})")
    examples.append(pictures[(truth == digit) & (readings == favourite)][0])
show_images(
    torch.stack(examples),
    titles=titles,
    columns=5,
    size=1.5,
    alt="Each handwritten digit with the letter that the letters reader takes it for most often: 0 is read as"
    " O, 1 as I, 5 as S, 8 as B",
)

# %% [markdown]
# It takes 0 for an O, 1 for an I, 5 for an S and 8 for a B. It does not know digits, but it *sees* them: its
# answers follow the shapes. All that is wrong is the last layer, which has only letters to offer.
#
# Suppose you have ten labelled pictures of each digit. A convnet of the same build that starts from scratch
# reads about a quarter of new ones. Now take the numbers that the letters reader's last block gives (768 for
# each picture), leave the reader as it is, and train nothing but *one linear layer* on them.
#
# **Predict.** Of new digits this reads about
#
# - **a** a quarter as well: the letters reader has never seen a digit
# - **b** nearly two thirds
# - **c** practically all


# %% choice="borrowed-eyes" points=2
borrowed_eyes = None  # "a", "b" or "c"
### BEGIN SOLUTION
borrowed_eyes = "b"
### END SOLUTION

# %% [markdown]
# You will know in part 3. First take the reader apart.
#
# ## 1 · Where to cut
#
# A convnet is a chain. Early layers answer simple questions (is there an edge here, and which way does it
# run?), later ones combine the answers to what the *old task* needed: the bow of a B, the crossing of an X.
# Cut early, and you keep what is general but little; cut late, and you keep much, some of it about letters
# only. Yosinski and colleagues measured this for photos in 2014 (*How transferable are features in deep
# neural networks?*). You will measure it for letters and digits.
#
# ![A chain of block1, block2, block3, flatten and head; a cut after block2 keeps the first two](cut.svg)
#
# ### Exercise: `cut_backbone` (●●○, 10 minutes, 12 points)
#
# `nn.Sequential(OrderedDict(name=module, …))` makes a chain whose children have names. You may use the
# model's own layers, or copies.
#
# <details><summary>My chain is one block too short</summary>
#
# "Up to and *including*": a slice `[:i]` stops before `i`.
# </details>
# <details><summary>A module that is registered twice runs only once</summary>
#
# `named_children()` skips a module that it has met already, under whatever name. The dictionary
# `model._modules` holds every name.
# </details>
# <details><summary>"KeyError" or "AttributeError" where a ValueError was expected</summary>
#
# Look first whether the name is among the direct children. `get_submodule` and `getattr` also find things
# that are not: `block1.conv`, or `forward`.
# </details>
# <details><summary>The model itself has become shorter</summary>
#
# `del model.head` changes the caller's model. Build a new chain.
# </details>


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

# %% [markdown]
# What is left of a handwritten 5 after each block? Six of the maps, those that fire most.

# %% experiment
base, cuts = letters_reader(), ("block1", "block2", "block3")
five = pictures[truth == 5][:1]
shown, titles = [], []
for cut in cuts:
    maps = cut_backbone(base, cut)(five).detach()[0]
    print(f"after {cut}: {maps.shape[0]} maps of {maps.shape[1]} × {maps.shape[2]}, {maps.numel()} numbers")
    strongest = maps.amax((1, 2)).argsort(descending=True)[:6]
    shown += [five[0, 0], *(maps[k] / maps[k].max() for k in strongest)]
    titles += ["picture", *[cut] * 6]
show_images(
    shown,
    titles=titles,
    columns=7,
    alt="A handwritten 5 and six maps after each block: edges of the 5 after block 1, coarser strokes after"
    " block 2, and 4 by 4 patches after block 3 in which no eye would find a 5",
)

# %% [markdown]
# After block 1 you still see the 5, as edges. After block 3 there are 48 maps of 4 × 4 pixels, and no eye
# would find a 5 in them. A linear layer will.
#
# **For those online.** The line `base, cuts = letters_reader(), ("block1", "block2", "block3")` chooses the
# old network for most of the experiments below. Change it to
#
# ```python
# base, cuts = photo_reader(), ("layer1", "layer2", "avgpool")
# ```
#
# and the same experiments run on ResNet-18 (He et al., *Deep residual learning for image recognition*, 2016)
# with weights that were learned from a million photos; torchvision fetches them once. Your functions need no
# change. Fine-tuning eleven million weights takes a laptop about an hour instead of seconds: begin with
# `seeds = range(1)`. The numbers in the text are those of the letters reader.
#
# <details><summary>What would break this?</summary>
#
# `cut_backbone` believes that the model's forward is its children, one after the other. Many are not: a
# network with a branch, or one that calls `torch.flatten` between two layers, as torchvision's ResNet does
# (ours puts an `nn.Flatten` there). For those you register a *hook* on a layer, which is called with its
# output.
# </details>

# %% [markdown]
# ## 2 · Run each picture through once
#
# A base that is not trained says the same about a picture every time. So ask it once, keep the answers, and
# train the new layer on those: a table with a row for each picture.
#
# ![Through the base: 100 pictures in each of 60 epochs, or once, and then a table of features](cache.svg)
#
# Three things go wrong easily. **Mode**: in train mode dropout would blank out features and batch norm would
# look at the other pictures of the batch; the same picture would get other numbers each time. **Graph**:
# without `torch.no_grad()` torch keeps every map of every layer for a backward pass that never comes.
# **Memory**: all pictures at once may not fit; batches do.
#
# ### Exercise: `precompute_features` (●●○, 15 minutes, 14 points)
#
# <details><summary>"every part's own mode afterwards": mine are all True (or all False)</summary>
#
# `.train()` and `.eval()` reach *all* parts, and each may have had a mode of its own before. Note
# `(part, part.training)` for all `backbone.modules()` first, and set `part.training` back one by one.
# </details>
# <details><summary>"Inference tensors cannot be saved for backward"</summary>
#
# `torch.inference_mode()` makes tensors that autograd refuses for ever. `torch.no_grad()` only stops taking
# notes.
# </details>
# <details><summary>"Sizes of tensors must match": the last batch</summary>
#
# It is smaller. Do not write into a tensor of fixed size; collect the pieces and `torch.cat` them.
# </details>
# <details><summary>The result has one axis, or four</summary>
#
# `flatten(1)` joins all axes but the first, which counts the pictures.
# </details>


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
sizes, modes = [], []  # of each batch that a Noting was given


class Noting(nn.Module):
    """Notes the size and the mode of each batch; gives (N, 2, 3) features."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(()))
        self.dropout = nn.Dropout(0.5)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        sizes.append(len(images))
        modes.append(self.training)
        return self.dropout(self.weight * images[:, 0, :2, :3])


def noted(**settings: int) -> tuple[Noting, torch.Tensor]:
    """A backbone in train mode (but for its dropout) after seven images went through it."""
    backbone = Noting()
    backbone.dropout.eval()
    sizes.clear(), modes.clear()
    return backbone, precompute_features(backbone, seven, **settings)


def modes_afterwards() -> list[bool]:
    """The modes of the backbone and its dropout, once there are features."""
    backbone, features = noted()
    return [part.training for part in backbone.modules()] if len(features) == 7 else []


seven = torch.arange(7 * 12.0).view(7, 1, 3, 4)
with public_checks("precompute_features") as check:
    check.close(
        "seven images in batches of 3, flattened",
        lambda: noted(batch_size=3)[1],
        seven[:, 0, :2, :3].flatten(1),
        hint="in the images' order, the last one too; flatten(1) keeps the images apart",
    )
    check.true(
        "several batches, of three images at most",
        lambda: len(noted(batch_size=3)[1]) == 7 and max(sizes) <= 3,
        hint="images.split(batch_size)",
    )
    check.true(
        "eval mode while it runs",
        lambda: len(noted()[1]) == 7 and not any(modes),
        hint="batch norm and dropout behave differently in train mode",
    )
    check.equal(
        "and every part's own mode afterwards",
        modes_afterwards,
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

# %% [markdown]
# ## 3 · One linear layer on top
#
# Now there is a table: a row of features for each picture, and a label. The simplest thing that can learn
# from it is one linear layer: for each class a weighted sum of the features.
#
# ![A row of 768 features of a picture goes through one linear layer to ten logits](head.svg)
#
# **Predict.** Ten labelled pictures of each digit. After which block are the features best for *digits*?
#
# - **a** block 1: 2352 numbers, the most of all, and nothing about letters in them yet
# - **b** block 2: in the middle between too simple and too special
# - **c** block 3: 768 numbers, made for letters


# %% choice="best-cut" points=2
best_cut = None  # "a", "b" or "c"
### BEGIN SOLUTION
best_cut = "c"
### END SOLUTION

# %% [markdown]
# ### Exercise: `fit_head` (●●○, 15 minutes, 10 points)
#
# For each epoch draw an order (`torch.randperm`), go through it in batches of, say, 64, and for each batch:
# loss, `zero_grad`, `backward`, `step`. Any optimiser will do; the numbers in the text were measured with
# `torch.optim.Adam`. `new_linear` above makes the layer.
#
# <details><summary>Two calls with the same seed give two different heads</summary>
#
# Something draws from torch's global random state: `nn.Linear(…)` for its first weights, or
# `torch.randperm(n)` without `generator=generator`.
# </details>
# <details><summary>"expected m1 and m2 to have the same dtype"</summary>
#
# Features in float64 need a layer in float64: `like=features` takes care of dtype and device.
# </details>
# <details><summary>The loss does not fall at all</summary>
#
# Is the optimiser made *after* the layer, from `head.parameters()`? Is `zero_grad` called in each step?
# `F.cross_entropy` wants logits: no softmax before it.
# </details>
# <details><summary>Expected a 'cuda' device type for generator</summary>
#
# Draw where the generator lives, `device=generator.device`, then move the order to the features.
# </details>


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

# %% [markdown]
# Where to cut? For each cut, and for the plain pixels, a head learns from 1, 5, 10 and 50 pictures of each
# digit; three different draws of these pictures each.


# %% experiment
def few(each: int, seed: int) -> torch.Tensor:
    """Places in the pool of `each` pictures of every digit."""
    order = torch.randperm(len(pool), generator=seeded(seed))
    return torch.cat([order[pool_truth[order] == digit][:each] for digit in range(10)])


def head_accuracy(learned: torch.Tensor, tested: torch.Tensor, each: int, seed: int) -> float:
    """Share of unseen digits that a head reads which has learned from few of the pool."""
    chosen = few(each, seed)
    head = fit_head(learned[chosen], pool_truth[chosen], 10, epochs=60, lr=3e-3, generator=seeded(seed))
    return accuracy(head, tested, unseen_truth)


def mean_of(values) -> float:
    """Their average."""
    values = list(values)
    return sum(values) / len(values)


sizes, seeds = (1, 5, 10, 50), range(3)
by_cut = {"pixels": [pool.flatten(1), unseen.flatten(1)]}
for cut in cuts:
    backbone = cut_backbone(base, cut)
    by_cut[cut] = [precompute_features(backbone, images) for images in (pool, unseen)]
read = {
    name: [mean_of(head_accuracy(*features, each, seed) for seed in seeds) for each in track(sizes, name)]
    for name, features in by_cut.items()
}
for name, shares in read.items():
    print(f"{name:>7}:", ", ".join(f"{share:.2f}" for share in shares), f"with {sizes} of each digit")
show_bars(
    sizes,
    read,
    xlabel="labelled pictures of each digit",
    ylabel="share of new digits read",
    alt="A head on pixels stays below .4; on features it reads more the later the cut: with ten pictures of"
    " each digit .34 after block 1, .48 after block 2 and .65 after block 3",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# | of each digit | pixels | block 1 | block 2 | block 3 |
# |---|---|---|---|---|
# | 1 | .20 | .16 | .20 | **.27** |
# | 5 | .27 | .28 | .37 | **.51** |
# | 10 | .31 | .34 | .48 | **.65** (.61 – .68) |
# | 50 | .37 | .52 | .72 | **.83** |
#
# (Averages over five draws of the pictures.) One linear layer on the last block reads .65 with ten of each,
# and none of its 768 inputs was ever meant for digits. Block 1 is hardly better than the pixels: that there
# is an edge somewhere at place (3, 7) is no use to a *linear* layer if the digit stands elsewhere in the
# next picture.
#
# So the latest cut wins, at every size, because the old task is so near: letters and digits are made of the
# same strokes. Where the old task is far away (photos for X-rays) the last layers know too much about the old
# one, and an earlier cut may be best. Nobody can tell by thinking: it takes a line of code to try.
# </details>
#
# <details><summary>What would break this?</summary>
#
# - One label of each class: everything reads little, and which three or ten pictures you happened to draw
#   decides more than the method. Always look at several draws.
# - Cutting after `head`: 26 numbers, and all that the letters reader did not need for telling letters apart
#   is gone.
# </details>

# %% [markdown]
# ## 4 · A new head on the whole network
#
# A table of features is fast, but the base cannot learn any more. For that the new layer has to sit *on the
# network*: take out the last linear layer, put in one with as many outputs as you have classes.
#
# ![The old head with 26 outputs is replaced by a new one with 10; base weights are copied](replace.svg)
#
# ### Exercise: `replace_head` (●●○, 15 minutes, 12 points)
#
# The old model must stay as it is: somebody still reads letters with it. `copy.deepcopy(model)` copies all
# its weights.
#
# <details><summary>The old model has changed</summary>
#
# Either you replaced the layer in the model that was handed in, or both models share their weights: in Python
# `new = model` makes a second name, not a second model.
# </details>
# <details><summary>It works on the letters reader and fails on other models</summary>
#
# The last linear layer need not be called `head`, nor be a direct child, nor the very last layer.
# `named_modules()` lists everything at any depth, in order; keep the last `nn.Linear`.
# </details>
# <details><summary>How do I set a layer whose name is <code>top.out</code>?</summary>
#
# Its parent is `new.get_submodule("top")`; then `setattr(parent, "out", layer)`.
# </details>
# <details><summary>A bias appears that was not there</summary>
#
# `bias=old.bias is not None`.
# </details>


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
            and (not heads[0].equal(heads[2]) or not heads[0].any())  # a head may start at zero
        ),
        hint="new_linear(…, generator=generator)",
    )

# %% [markdown]
# ## 5 · Frozen, really
#
# The new head begins with random weights. Its first gradients are large and mean little, and they would run
# through the whole base. So one *freezes* the base, or its lower part: `requires_grad = False`, and the
# optimiser cannot touch it.
#
# That is what most tutorials say. Let us look.
#
# A colleague gets her digits from another scanner: the page is grey, not black. She freezes all three blocks
# by `requires_grad_(False)`, trains the head in train mode as one does, and then puts the *old* head back, to
# read letters as before.
#
# **Predict.** The base's parameters have not changed by a single bit. With its old head it now reads
#
# - **a** exactly as many letters as before
# - **b** clearly fewer
# - **c** a few more: it has seen more pictures


# %% choice="frozen-base" points=2
frozen_base = None  # "a", "b" or "c"
### BEGIN SOLUTION
frozen_base = "b"
### END SOLUTION

# %% [markdown]
# Not everything that a layer knows is a parameter. Batch norm keeps a **running mean and variance** of each
# channel, by which it normalises in eval mode. Nothing learns them by gradients: they are *buffers*, and in
# train mode each batch that passes pulls them a tenth of the way towards its own statistics.
#
# ![Gradients move batch norm's weight and bias; every batch in train mode moves its statistics](norm.svg)
#
# So a batch norm that shall stay as it is has to be in **eval mode**. But whoever calls `model.train()`
# before the next epoch, and everyone does, puts *all* parts back into train mode. A frozen one must not
# follow.
#
# ### Exercise: `freeze` (●●●, 20 minutes, 14 points)
#
# `isinstance(part, nn.modules.batchnorm._BatchNorm)` is true for batch norms of one, two and three
# dimensions. There are several good ways to make one deaf to `.train()`: give it a `train` method of its own
# that does nothing, put a wrapper around it, or replace it by a layer that only multiplies and adds.
#
# <details><summary>It holds until <code>.train()</code> is called</summary>
#
# `.eval()` sets a mode, no more; the next `.train()` sets another. `model.train()` calls `.train(True)` of
# each child, which does the same with its own. What if a batch norm's `train` did nothing and returned the
# batch norm?
# </details>
# <details><summary>"missing 1 required positional argument", or "got an unexpected argument"</summary>
#
# `part.train = …` on one object is a plain function: it is called with the mode only, not with the object.
# `lambda mode=True: …` takes it with and without.
# </details>
# <details><summary>Only the last batch norm is frozen</summary>
#
# A function made in a loop looks its variables up when it is *called*; by then `part` is the last one.
# `lambda mode=True, part=part: part` keeps each its own.
# </details>
# <details><summary>Setting <code>momentum = 0</code> keeps the statistics, but the outputs change</summary>
#
# In train mode batch norm normalises by the *batch*, whatever it keeps. A frozen base should say the same of
# a picture in any company.
# </details>


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


def after_a_batch(training_call) -> torch.Tensor:
    """What a frozen stem says in eval mode, after `training_call` and a batch of bright images."""
    frozen = freeze(stem())
    training_call(frozen)
    frozen(bright())
    return frozen.eval()(bright(2)).detach()


untouched = stem().eval()(bright(2)).detach()
with public_checks("freeze") as check:
    check.equal(
        "no parameter takes gradients",
        lambda: any(parameter.requires_grad for parameter in freeze(stem()).parameters()),
        False,
        hint="requires_grad_(False) reaches all parameters of a module",
    )
    check.close(
        "after a batch of bright images it says the same of a picture as before",
        lambda: after_a_batch(lambda frozen: None),
        untouched,
        hint="in train mode batch norm takes note of each batch; in eval mode it does not",
    )
    check.close(
        "also after .train()",
        lambda: after_a_batch(lambda frozen: frozen.train()),
        untouched,
        hint="what does .train() do to the mode that you set? It must not reach the batch norms any more",
    )
    check.close(
        "also when .train() is called on a larger model around it",
        lambda: after_a_batch(lambda frozen: nn.Sequential(frozen, nn.Flatten()).train()),
        untouched,
        hint=".train() of the larger model calls .train(True) of its children, and those of theirs",
    )

# %% [markdown]
# Now the colleague's experiment, both ways: with `requires_grad` alone, and with your `freeze`. After every
# three epochs on grey digits the old head is put back, and reads letters.


# %% experiment
def grey(images: torch.Tensor) -> torch.Tensor:
    """The other scanner: no page is darker than middle grey."""
    return 0.5 + 0.5 * images


def letters_read(model: nn.Module) -> float:
    """Share of letters that a model's base reads with the old head."""
    return accuracy(nn.Sequential(cut_backbone(model, "flatten"), letters_reader().head), *letters)


letters = sample(600, UPPER, level="medium", shift=4, clutter=0, seed=901)
chosen = few(10, 0)
rounds = range(7)
read = {}
for way in ("requires_grad only", "freeze"):
    model = replace_head(letters_reader(), 10, generator=seeded(0))
    for name in ("block1", "block2", "block3"):
        block = getattr(model, name)
        setattr(model, name, freeze(block) if way == "freeze" else block.requires_grad_(False))
    read[way] = [letters_read(model)]
    for number in rounds[1:]:
        train(model, grey(pool[chosen]), pool_truth[chosen], epochs=3, lr=3e-3, batch_size=50, seed=number)
        read[way].append(letters_read(model))
    print(f"{way:>18}:", ", ".join(f"{share:.2f}" for share in read[way]))
show_curves(
    [3 * number for number in rounds],
    read,
    xlabel="epochs of training the head",
    ylabel="share of letters read with the old head",
    alt="With requires_grad alone the share of letters read falls from .98 to .44 in 18 epochs; with freeze"
    " it stays at .98",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# From .98 to .82 after three epochs and to .44 after eighteen, that is after 36 batches; over three seeds,
# always within .01 of that. Not one parameter moved. The running statistics now describe grey pages, and
# letters on black pages are normalised by the wrong numbers. With `freeze` the curve is flat.
#
# For the *new* task the drift is no harm, on the contrary: statistics of grey pages suit grey pages. Letting
# them adapt is a method of its own. The harm is that it happens unasked: the letters department finds its
# reader broken, and so does everybody who kept features from before. And the colleague's loss curve looked
# perfect all the time.
# </details>
#
# <details><summary>What would break this?</summary>
#
# - Dropout in a frozen base: it has no statistics, but in train mode it makes features noisy. Put the whole
#   base into eval mode if you do not want that.
# - Small batches: the statistics of two pictures say little about the rest, and the running ones follow them.
# - Layers without running statistics (layer norm, group norm) do not drift.
# </details>

# %% [markdown]
# ## 6 · Two speeds
#
# Between *frozen* and *free* there is a middle: let the base move, but slowly. The head starts from nothing
# and has far to go; the base is nearly right already, and large steps would destroy what you borrowed. Every
# optimiser of torch takes **parameter groups**, each with its own rate:
#
# ```python
# torch.optim.Adam([{"params": slow, "lr": 1e-3}, {"params": fast, "lr": 3e-3}])
# ```
#
# ![Frozen block 1: no rate. Blocks 2 and 3: the base's rate. Head: the head's rate](groups.svg)
#
# ### Exercise: `parameter_groups` (●●○, 10 minutes, 10 points)
#
# <details><summary>"some parameters appear in more than one parameter group"</summary>
#
# The head's parameters are parameters of the model too. Leave them out of the base's group.
# </details>
# <details><summary>"Boolean value of Tensor with more than one value is ambiguous"</summary>
#
# `parameter in some_list` compares *values*, entry by entry. Ask for the same object: compare
# `id(parameter)`, or use `is`.
# </details>
# <details><summary>The second group is empty after the first use</summary>
#
# `model.parameters()` is a generator and can be walked once. Make a list.
# </details>
# <details><summary>The wrong layer counts as head</summary>
#
# It is the last `nn.Linear` of `model.modules()`, at any depth; not the last parameter, nor the last child.
# </details>


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

# %% [markdown]
# ## 7 · Let it learn on
#
# **Fine-tuning** is ordinary training that does not begin at random weights: all layers that are not frozen
# learn on, at the rates of part 6.
#
# ![Frozen base and new head; all learns on at two rates; all starts at random and learns](ways.svg)
#
# ### Exercise: `fine_tune` (●●○, 20 minutes, 12 points)
#
# The loop of part 3, on pictures instead of features, with two rates. Afterwards every part is in the mode in
# which you found it.
#
# <details><summary>A frozen batch norm moves although <code>freeze</code> is right</summary>
#
# You put modes by hand, `part.training = True` for all parts. Call `model.train()`: it asks each part, and
# a frozen one may refuse.
# </details>
# <details><summary>"the mean loss over all 90 images" is off by a little</summary>
#
# The mean of the batches' means counts each picture of a small last batch more than the others. Add
# `loss.item() * len(batch)`, and divide by the number of images at the end.
# </details>
# <details><summary>Memory grows from epoch to epoch</summary>
#
# `total += loss` keeps the graph of every batch. `loss.item()` is a plain number.
# </details>
# <details><summary>All epochs have the same order, or each call another</summary>
#
# One `torch.randperm(…, generator=generator)` *in* each epoch; seed nothing yourself.
# </details>


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
        model: From images to (N, K) logits. What is frozen stays frozen, and every submodule's mode is
            afterwards as it was found.
        images: Shape (N, C, H, W).
        labels: Shape (N,), int64.
        epochs: Passes over all images.
        base_lr: Learning rate of everything but the head.
        head_lr: Learning rate of the last `nn.Linear`.
        batch_size: Images in a step; the last batch of an epoch may be smaller.
        generator: Draws the order of the images; torch's global random state stays as it is.

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

# %% [markdown]
# ### To retrain or not?
#
# Three ways to the same ten classes: the **frozen** base with a new head (parts 2 and 3), the whole network
# **fine-tuned**, and a network of the same build **from scratch**. The latter two get 100 steps of at most 50
# pictures.
#
# **Predict.** With ten of each digit, the network from scratch reads a quarter. With *fifty* of each it reads
#
# - **a** still clearly less than the frozen base
# - **b** about as many as the frozen base
# - **c** clearly more: it was made for digits from the start


# %% choice="catch-up" points=2
catch_up = None  # "a", "b" or "c"
### BEGIN SOLUTION
catch_up = "a"
### END SOLUTION


# %% experiment
def tuned(start: str, pictures_of, each: int, seed: int, *, base_lr: float = 1e-3) -> float:
    """Accuracy after 100 steps from the old weights, or from scratch, on some kind of pictures."""
    torch.manual_seed(seed)
    if start == "scratch":
        model, base_lr, head_lr = conv_reader(10, width=12, down="stride"), 5e-3, 5e-3
    else:
        model, head_lr = replace_head(base, 10, generator=seeded(seed)), 3e-3
    if start == "top":  # all but the last block stay as they are
        for name in list(model._modules)[: list(model._modules).index(cuts[-2]) + 1]:
            setattr(model, name, freeze(getattr(model, name)))
    chosen = few(each, seed)
    fine_tune(
        model,
        pictures_of(pool[chosen]),
        pool_truth[chosen],
        epochs=math.ceil(100 / math.ceil(10 * each / 50)),  # each has as many steps as there are 50s
        base_lr=base_lr,
        head_lr=head_lr,
        batch_size=50,
        generator=seeded(seed),
    )
    return accuracy(model, pictures_of(unseen), unseen_truth)


def as_it_is(images: torch.Tensor) -> torch.Tensor:
    """The scanner that we know."""
    return images


backbone = cut_backbone(base, cuts[-1])
features = [precompute_features(backbone, images) for images in (pool, unseen)]
ways = {
    "frozen": [
        mean_of(head_accuracy(*features, each, seed) for seed in seeds) for each in track(sizes, "frozen")
    ],
    "fine-tuned": [
        mean_of(tuned("all", as_it_is, each, seed) for seed in seeds) for each in track(sizes, "fine-tuned")
    ],
    "from scratch": [
        mean_of(tuned("scratch", as_it_is, each, seed) for seed in seeds)
        for each in track(sizes, "from scratch")
    ],
}
for name, shares in ways.items():
    print(f"{name:>12}:", ", ".join(f"{share:.2f}" for share in shares), f"with {sizes} of each digit")
show_bars(
    sizes,
    ways,
    xlabel="labelled pictures of each digit",
    ylabel="share of new digits read",
    alt="Frozen and fine-tuned read alike, .26 to .83 as labels grow from 1 to 50 of each digit; from scratch"
    " .15 to .57",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# | of each digit | frozen | fine-tuned | from scratch |
# |---|---|---|---|
# | 1 | .27 | .25 | .15 |
# | 5 | .51 | .51 | .21 |
# | 10 | .65 (.61 – .68) | .64 (.62 – .66) | .26 (.24 – .29) |
# | 50 | .83 | .83 | .57 (.55 – .59) |
#
# (Averages over four or five draws.) Ten labels and borrowed weights are worth about fifty without: .64
# against .57 (.65 with the best of three rates). From scratch loses at every size: 500 pictures are not
# many for 21,000 weights.
#
# And *frozen* against *fine-tuned*? Here it makes no difference, up to fifty labels of each. That is worth
# knowing too: the cheaper way is as good. Fine-tuning may pay with many more labels, and it does when the new
# pictures look different from the old ones; you will see that in part 8.
# </details>
#
# <details><summary>My fine-tuned network is clearly worse than the frozen one</summary>
#
# Is the head trained at `head_lr` and everything else at `base_lr`? Swapped, or both at a large rate, most of
# what you borrowed is gone after a few steps, as the next experiment shows. If the losses hardly fall, your
# optimiser wants larger rates; ours was Adam.
# </details>
#
# How slow is slow? The head keeps its rate of 0.003; the base gets smaller and larger ones. Ten of each.

# %% experiment
rates_tried = (1e-4, 1e-3, 1e-2, 3e-2, 1e-1)
by_rate = [
    mean_of(tuned("all", as_it_is, 10, seed, base_lr=base_lr) for seed in seeds)
    for base_lr in track(rates_tried, "five rates")
]
print(
    "base_lr", ", ".join(f"{rate:g}: {share:.2f}" for rate, share in zip(rates_tried, by_rate, strict=True))
)
show_bars(
    [f"{rate:g}" for rate in rates_tried],
    {"accuracy": by_rate},
    xlabel="learning rate of the base",
    ylabel="share of new digits read",
    alt="With a base rate of .0001 or .001 the network reads .64, with .01 .58, with .03 .52 and with .1 .40",
)

# %% [markdown]
# At 0.0001 and at 0.001 it reads .64, at 0.01 still .58, at 0.03 .52 and at 0.1 .40 (over five draws, each
# within .04). At a large rate the base forgets what it was borrowed for; at a very small one it is as good as
# frozen.

# %% [markdown]
# ### Preprocessing, or training through?
#
# The same head can be trained in two ways: on the **cached** features, or by sending each batch **through**
# the frozen base again, in every epoch.
#
# **Predict.** 100 pictures, 60 epochs. How many pictures go through the base, training through it and with
# the cache?
#
# - **a** 6000 and 100
# - **b** 100 and 100
# - **c** 6000 and none


# %% choice="backbone-calls" points=2
backbone_calls = None  # "a", "b" or "c"
### BEGIN SOLUTION
backbone_calls = "a"
### END SOLUTION

# %% experiment
counted = [0]


def ask(images: torch.Tensor) -> torch.Tensor:
    """Features of images, and a count of how many were asked for."""
    counted[0] += len(images)
    return precompute_features(backbone, images)


def rows_of(table: torch.Tensor):
    """Where `learn` gets features from when they are in a table already."""
    return lambda batch: table[batch]


def learn(features_of, labels: torch.Tensor, *, epochs: int, seed: int) -> nn.Linear:
    """A head that asks for the features of each batch when it needs them."""
    generator = seeded(seed)
    head = new_linear(ask(pool[:1]).shape[1], 10, like=pool, generator=generator)
    optimizer = torch.optim.Adam(head.parameters(), lr=3e-3)
    counted[0] = 0
    for _ in range(epochs):
        for batch in torch.randperm(len(labels), generator=generator).split(64):
            loss = F.cross_entropy(head(features_of(batch)), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head


backbone = cut_backbone(base, cuts[-1])
chosen = few(10, 0)
learned, labels = pool[chosen], pool_truth[chosen]
through = learn(lambda batch: ask(learned[batch]), labels, epochs=60, seed=0)
calls_through = counted[0]
table = ask(learned)
cached = learn(rows_of(table), labels, epochs=60, seed=0)
calls_cached = counted[0] + len(table)
print(f"largest difference of the two heads: {(through.weight - cached.weight).abs().max():.0e}")
print(f"pictures through the base: {calls_through} and {calls_cached}")
show_bars(
    ["through", "cached"],
    {"pictures": [calls_through, calls_cached]},
    ylabel="pictures through the base",
    number=".0f",
    alt="Training through the base sends 6000 pictures through it, with the cache 100",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# The same head, to the last bit (on your machine perhaps up to rounding, 1e-6 or so), for a sixtieth of the
# base's work. With a base of 13,000 weights that is a matter of a tenth of a second. With one of a hundred
# million and a day of training it is a matter of twenty-four minutes.
# </details>
#
# That is the argument for preprocessing. Now the one against it. In `03_augmentation` ten pictures of each
# class did the work of forty, because each was moved and tilted *anew* whenever it was shown.
#
# **Predict.** You move and tilt each of the hundred pictures at random, once, calculate the features of the
# moved ones, and train the head for 60 epochs on this cache. It reads, compared with the cache of the
# pictures as they are,
#
# - **a** clearly more: augmentation pays when data are few
# - **b** no more, rather fewer
# - **c** exactly as many: the base does not mind shifts


# %% choice="cached-augmentation" points=2
cached_augmentation = None  # "a", "b" or "c"
### BEGIN SOLUTION
cached_augmentation = "b"
### END SOLUTION


# %% experiment
def jitter(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Each picture turned by up to 15 degrees and moved by up to 4 pixels."""
    angle = math.radians(15) * (2 * torch.rand(len(images), generator=generator) - 1)
    move = 8 / 28 * (2 * torch.rand(len(images), 2, generator=generator) - 1)
    cos, sin = angle.cos(), angle.sin()
    turn = torch.stack([torch.stack([cos, sin], 1), torch.stack([-sin, cos], 1)], 1)
    grid = F.affine_grid(torch.cat([turn, move[:, :, None]], 2), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def anew(images: torch.Tensor, draw: torch.Generator):
    """Where `learn` gets features from when every batch is moved and tilted anew."""
    return lambda batch: ask(jitter(images[batch], draw))


backbone = cut_backbone(base, cuts[-1])
tested = ask(unseen)
recipes = {"as they are": [], "one draw,\ncached": [], "ten draws,\ncached": [], "new draws,\nthrough": []}
for seed in track(seeds, "three draws"):
    chosen = few(10, seed)
    learned, labels, draw = pool[chosen], pool_truth[chosen], seeded(50 + seed)
    plain = ask(learned)
    once = ask(jitter(learned, draw))
    ten = torch.cat([plain, *(ask(jitter(learned, draw)) for _ in range(9))])
    heads = [
        learn(rows_of(plain), labels, epochs=60, seed=seed),
        learn(rows_of(once), labels, epochs=60, seed=seed),
        learn(rows_of(ten), labels.repeat(10), epochs=6, seed=seed),
        learn(anew(learned, draw), labels, epochs=60, seed=seed),
    ]
    for shares, head in zip(recipes.values(), heads, strict=True):
        shares.append(accuracy(head, tested, unseen_truth))
for name, shares in recipes.items():
    text = name.replace("\n", " ")
    print(f"{text:>18}: {mean_of(shares):.2f}   ({min(shares):.2f} to {max(shares):.2f})")
show_bars(
    list(recipes),
    {"accuracy": [mean_of(shares) for shares in recipes.values()]},
    ylabel="share of new digits read",
    alt="Ten of each digit: .65 as they are, .60 with one augmented draw in the cache, .78 with ten draws,"
    " .80 with new draws through the base",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# | what the head learned from | pictures through the base | read | from – to |
# |---|---|---|---|
# | the pictures as they are, cached | 100 | .65 | .61 – .68 |
# | one random draw of each, cached | 100 | .60 | .57 – .62 |
# | ten draws of each, cached | 1000 | .78 | .76 – .79 |
# | new draws in every epoch, through the base | 6000 | **.80** | .80 – .82 |
#
# (Over four draws of the pictures.) A cache freezes the dice. The head sees the *same* moved picture sixty
# times; nothing tells it that place does not matter, and the pictures are a little worse than before: moved
# twice, and some strokes out of sight. New draws in each epoch lift the same head on the same base from .65
# to .80.
#
# Between the two lies a bargain: a cache of ten draws costs a sixth of the way through and gives most of the
# gain.
# </details>
#
# <details><summary>What would break this?</summary>
#
# - Caching and fine-tuning: as soon as the base moves, the table describes a network that is no more.
# - A drifting batch norm (part 5) does the same, silently.
# - A table on disk without the version of the weights, the cut and the pictures' preparation in its name:
#   next year's features will not fit.
# </details>

# %% [markdown]
# ## 8 · Which way to go
#
# You have measured three questions on one pair of tasks. What of others? A rule of thumb needs two facts: how
# many labels there are, and whether the old pictures resemble the new ones.
#
# ![Few labels: similar features, else fine-tune top. Many: similar fine-tune all, else scratch](strategy.svg)
#
# | labels | similar pictures | other pictures |
# |---|---|---|
# | **below 1000** | `"features"` | `"fine-tune top"` |
# | **1000 or more** | `"fine-tune all"` | `"from scratch"` |
#
# Few labels cannot move many weights safely; other pictures need other features. (The four fields are those
# of the notes to Stanford's course CS231n on transfer learning. The number 1000 is ours, and no law of
# nature.)
#
# ### Exercise: `choose_strategy` (●○○, 5 minutes, 4 points)
#
# <details><summary>999 is right and 1000 wrong</summary>
#
# "Below 1000" does not hold for 1000 itself.
# </details>


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

# %% [markdown]
# How good is the rule? Try it where pictures resemble the old ones and where they do not: handwriting as it
# is, and on the grey pages of part 5. Ten labels of each digit.

# %% experiment
compared = {"as it is": [], "grey page": []}
backbone = cut_backbone(base, cuts[-1])
for name, pictures_of in (("as it is", as_it_is), ("grey page", grey)):
    features = [precompute_features(backbone, pictures_of(images)) for images in (pool, unseen)]
    compared[name].append(mean_of(head_accuracy(*features, 10, seed) for seed in seeds))
    for start in track(("top", "all", "scratch"), name):
        compared[name].append(mean_of(tuned(start, pictures_of, 10, seed) for seed in seeds))
    print(f"{name:>9}:", ", ".join(f"{share:.2f}" for share in compared[name]))
print("the rule says", choose_strategy(100, True), "and, for the grey page,", choose_strategy(100, False))
show_bars(
    ["features", "fine-tune\ntop", "fine-tune\nall", "from\nscratch"],
    compared,
    ylabel="share of new digits read",
    alt="On handwriting as it is the first three read .64 alike; on grey pages features read .42, fine-tuning"
    " the top .46, fine-tuning all .65; from scratch .27 on both",
)

# %% [markdown]
# <details><summary>What we saw, and why</summary>
#
# | 10 of each digit | features | fine-tune top | fine-tune all | from scratch |
# |---|---|---|---|---|
# | as it is | .65 | .64 | .64 | .26 |
# | grey page | .42 | .46 | **.65** | .28 |
#
# (Over three draws, each within .03.) Where the pictures resemble the old ones, all three ways with borrowed
# weights are alike, and `"features"` is the cheapest: the rule is right. On grey pages frozen features lose
# 23 points, and the more of the network may adapt, the better. The rule says "fine-tune top", which is better
# than features, but far from the best. Much of the trouble sits in the *first* block, whose batch norm
# expects black pages: freeze that block alone, and .65 become .56.
#
# So a rule of thumb is a place to begin. It warns of overfitting when many weights meet few labels, and knows
# nothing of your network, which has only 21,000. And a look at the pictures would have been cheaper than all
# four: subtract the grey, double what is left, and plain features read .65 again.
# </details>

# %% [markdown]
# ## In your own words
#
# A museum has 600 labelled scans of 30 kinds of hand-drawn symbols, brown ink on yellowed paper, and one
# laptop. A colleague has a plan: "We take the letters reader and set `requires_grad=False` everywhere. To
# have more data, we shift and tilt every scan at random once, run all of them through the base, and save
# the features. Then we train a linear layer on these in train mode, over and over, until it is good."
#
# What do you advise? Answer the three questions of this notebook for the museum (**where to cut, to retrain
# or not, cached or through**), say what in the plan will not work as meant, and support your advice with
# **two numbers that you saw**. Say also how you would find out that you were wrong.
#
# Six to ten sentences. A person reads this answer.


# %% [markdown] written="advise-a-museum" points=6
# ### BEGIN SOLUTION
# **Model answer.** The scans do not look like black pages with bright ink, so I would first bring them
# there: grey, inverted, with the paper's brightness subtracted; on grey pages features of the frozen base
# fell from .65 to .42. Symbols are made of strokes like letters, so I would cut late, after block 3, but
# measure block 2 as well, since the old task is a little further away than for digits. 600 labels of 30
# classes are 20 each: few, so features with a linear layer first, and fine-tuning at a small rate for the
# base if the pictures still differ; from scratch would be hopeless (.26 against .65 with ten labels each).
# One random draw in a cache is no augmentation: it read .60, less than the pictures as they are (.65),
# while new draws in each epoch read .80; on a laptop a cache of ten draws (.78) is a good bargain.
# `requires_grad=False` alone does not freeze batch norm: sending scans through the base in train mode moves
# its statistics, and the saved features then belong to another network; precompute in eval mode. "Until it
# is good" needs scans that were set aside before anything else: I would keep 150, look at several random
# splits, and compare with a head on plain pixels; if that does as well, the borrowed base brings nothing.
#
# **Rubric** (6 points)
# - 3: a reasoned answer to each of the three questions (1 each): a late cut, or a measured one; features or
#   gentle fine-tuning with the difference of the pictures as the reason; new draws through the base, or
#   several draws in the cache.
# - 1: names a fault of the plan with its reason: one cached draw is not augmentation, or
#   `requires_grad=False` leaves batch norm's statistics free in train mode.
# - 1: two numbers from the notebook, used as evidence.
# - 1: a way to find out: held-out scans, several splits, or a comparison with a baseline.
# ### END SOLUTION

# %% [markdown]
# ## What would break this?
#
# Before you go on, say each answer aloud, then open it.
#
# <details><summary>The old network was trained on pictures between −1 and 1, yours lie between 0 and
# 1.</summary>
#
# Everything runs, nothing complains, and the features are wrong: the grey page of part 5 in another coat. The
# preparation of the pictures belongs to the weights; that is why `photo_reader` has it as its first child.
# </details>
# <details><summary>You chose the cut, the rates and the number of epochs by the accuracy on the 800 unseen
# digits.</summary>
#
# Then they are no longer unseen. Split a validation set off the training pictures for such choices. With ten
# labels of each class that hurts, and many papers on few labels quietly skip it.
# </details>
# <details><summary>The digits to be read were among the pictures that the base was trained on.</summary>
#
# Then its features know them already, and your test says nothing about new pictures. With weights from the
# internet you often cannot know: read the card.
# </details>
# <details><summary>The base was trained on faces of one group of people only.</summary>
#
# What it never had to tell apart, its features may not show; your head inherits that, whatever your own data
# are. Borrowed weights come with borrowed blind spots.
# </details>

# %% [markdown]
# ## Hand in
#
# Restart the kernel, run all cells, look at the checks, save, and hand in `04_transfer_learning.ipynb`. The
# experiments are not run when we grade; your functions are called by name, with models, shapes and devices
# that you have not seen.
