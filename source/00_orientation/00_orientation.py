# %% [markdown]
# # Orientation: is everything here, and what is an image?
#
# This course teaches a computer to read. You start today with the bytes of a picture; one notebook later your
# own code reads a line of text, and by the end you have trained readers from few examples, combined them into
# teams, and fooled them.
#
# Today takes **about ten minutes**. It checks your tools, shows what an image is to PyTorch, and lets you
# meet two small bugs that raise no error at all.
#
# | | difficulty | minutes | points |
# |---|---|---|---|
# | `to_unit_range` | ●○○ | 3 | 8 |
# | `standardize` | ●○○ | 4 | 8 |
# | two predictions | ●○○ | 1 | 2 + 2 |
# | one written answer | ●○○ | 2 | 5, read by a person |

# %% [markdown]
# ## How these notebooks work
#
# Run the cells from top to bottom with <kbd>Shift</kbd>+<kbd>Enter</kbd>.
#
# - **Exercise**: a function with its signature and docstring. You replace the line `raise
#   NotImplementedError(…)`. The docstring is the contract: shapes, types, errors.
# - **Check**: the cell below an exercise. Run it as often as you like. It shows a few cases worked out by
#   hand; grading tries many more.
# - **Prediction**: a question with choices. Answer it *before* you run on; being surprised is the point. The
#   cell below it says only that your answer was recorded.
# - **Experiment**: a cell to watch and to play with. Nothing in it is graded.
# - **Hint**: folded, and sorted by what you see on your screen. Open the one that fits.
#
# All imports stand in one cell. Run it now.

# %%
import torch
import torch.nn.functional as F
from torch import nn

from convlab.check import public_checks, recorded
from convlab.data import DIGITS, sample
from convlab.devices import pick_device
from convlab.plots import show_curves, show_images

# %% [markdown]
# ## Is everything here?
#
# `device` is where tensors can live on your machine: `cuda` or `mps` where there is an accelerator, else
# `cpu`. The whole course runs on a laptop's CPU, so `cpu` is a fine answer.
#
# Your functions should still work on *any* device. One habit is enough: never write a device's name. Make new
# tensors where the old ones live, with `images.new_zeros(…)`, `torch.zeros_like(images)` or
# `device=images.device`.

# %%
device = pick_device()
print(f"torch {torch.__version__} calculates on: {device}")

# %% [markdown]
# ## What is an image?
#
# A tensor of brightness values. `sample` draws characters with the fonts that come with matplotlib; ask for
# other characters, another `seed` or `level="hard"` and run the cell again.

# %% experiment
glyphs, labels = sample(8, DIGITS, level="easy", seed=1)
print(f"shape {tuple(glyphs.shape)}, {glyphs.dtype}, from {glyphs.min():.2f} to {glyphs.max():.2f}")
show_images(
    glyphs,
    titles=[DIGITS[label] for label in labels],
    alt="Eight digits in different fonts, light on dark, each with its label above",
)

# %% [markdown]
# The shape is always **(N, C, H, W)**, even for one grey picture: `(1, 1, 28, 28)`.
#
# ![A batch as a row of stacks: N images, each of C channels with H rows and W columns](batch_axes.svg)

# %% [markdown]
# ## Bytes
#
# Cameras and files store a pixel as one **byte**, an integer from 0 (black) to 255 (white): `torch.uint8`.
# That is compact, and treacherous to calculate with.
#
# **Predict.** A pixel holds 200 and you brighten it by 100:
#
# `torch.tensor([200], dtype=torch.uint8) + 100`
#
# - **a** 300: the result is a wider integer
# - **b** 255: white is the limit
# - **c** 44: it starts again at 0

# %% choice="bright-byte" points=2
bright_byte = None  # "a", "b" or "c"
### BEGIN SOLUTION
bright_byte = "c"
### END SOLUTION

# %% [markdown]
# Now look at eight pictures that were "brightened" like this.

# %% experiment
as_bytes = (sample(8, DIGITS, level="clean", seed=1)[0] * 255).to(torch.uint8)
print("200 + 100 is", (torch.tensor([200], dtype=torch.uint8) + 100).item())
show_images(
    (as_bytes + 100) / 255,
    alt="Digits after adding 100 to bytes: white strokes are now darker than the grey background",
)

# %% [markdown]
# The background went from black to grey, as it should. The strokes went from white to *darker than the
# background*: 255 + 100 is 355, and a byte keeps what remains after taking away 256, which is 99. No error,
# no warning.
#
# Many libraries count like this, and almost every image file that you will ever load is made of bytes. So the
# first thing to do with one is to leave bytes behind.

# %% [markdown]
# ### Exercise: `to_unit_range` (●○○, 3 minutes, 8 points)
#
# Turn bytes into floating numbers from 0 to 1, and give grey pictures the channel axis that the rest of the
# course expects.
#
# <details><summary>"the shape is (1, 2, 2)", and (1, 1, 2, 2) was expected</summary>
#
# Three axes are (N, H, W): grey pictures without a channel axis. `unsqueeze` adds an axis of length 1; think
# about its place.
# </details>
# <details><summary>"0.996094 at [3]", and 1 was expected</summary>
#
# There are 256 bytes but the largest is 255. What must you divide by for 255 to become 1?
# </details>
# <details><summary>"nothing was raised"</summary>
#
# `if images.dtype != …: raise TypeError(…)`. Say in the message what you expected and what came: the reader
# of that message will often be you.
# </details>


# %% exercise="to_unit_range"
def to_unit_range(images: torch.Tensor) -> torch.Tensor:
    """Leave bytes behind.

    Args:
        images: Bytes, shape (N, H, W) or (N, C, H, W), uint8.

    Returns:
        The images divided by 255, shape (N, C, H, W), float32 in [0, 1]. Without a channel axis, C = 1.

    Raises:
        TypeError: The images are not uint8.
        ValueError: The images have neither three nor four axes.
    """
    ### BEGIN SOLUTION
    if images.dtype != torch.uint8:
        raise TypeError(f"images must be bytes (torch.uint8), got {images.dtype}")
    if images.ndim not in (3, 4):
        raise ValueError(f"images must be (N, H, W) or (N, C, H, W), got {tuple(images.shape)}")
    if images.ndim == 3:
        images = images.unsqueeze(1)
    return images.to(torch.float32) / 255
    ### END SOLUTION


# %% check="to_unit_range" points=8
grey = torch.tensor([[[0, 51], [102, 255]]], dtype=torch.uint8)
colour = torch.zeros(2, 3, 4, 5, dtype=torch.uint8)
with public_checks("to_unit_range") as check:
    check.shape(
        "a grey picture gets a channel axis",
        lambda: to_unit_range(grey),
        (1, 1, 2, 2),
        hint="(N, H, W) becomes (N, 1, H, W): unsqueeze, at which place?",
    )
    check.shape(
        "a colour picture keeps its three channels",
        lambda: to_unit_range(colour),
        (2, 3, 4, 5),
        hint="only images of three axes need one more",
    )
    check.close(
        "0 stays 0, 51 is a fifth, 255 is exactly 1",
        lambda: to_unit_range(grey).flatten(),
        torch.tensor([0.0, 0.2, 0.4, 1.0]),
        hint="go to torch.float32 first, then divide by the largest byte",
    )
    check.raises(
        "floating images are refused: somebody has converted them before",
        TypeError,
        lambda: to_unit_range(torch.rand(1, 2, 2)),
        hint="compare images.dtype with torch.uint8",
    )

# %% [markdown]
# ## A common scale
#
# Why care whether numbers run to 255 or to 1? Here one small network learns to read digits three times: the
# same pictures, the same start, the same plain gradient descent with the same learning rate. Only the scale
# of the pixels differs: 0…255, 0…1, and **standardised**, which means that their mean is 0 and their standard
# deviation 1.


# %% experiment
def learn(images: torch.Tensor, labels: torch.Tensor, *, steps: int = 60, lr: float = 0.03) -> list[float]:
    """Train a small reader by plain gradient descent; its loss after each step."""
    torch.manual_seed(0)
    reader = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    losses = []
    for step in range(steps):
        batch = torch.arange(64 * step, 64 * step + 64) % len(images)
        loss = F.cross_entropy(reader(images[batch]), labels[batch])
        loss.backward()
        with torch.no_grad():
            for parameter in reader.parameters():
                parameter -= lr * parameter.grad
                parameter.grad = None
        losses.append(min(loss.item(), 5.0))  # the plot is cut off at 5
    correct = (reader(images).argmax(1) == labels).float().mean()
    pixels = f"pixels from {images.min():.2f} to {images.max():.2f}"
    print(f"{pixels}: last loss {losses[-1]:.2f}, reads {correct:.0%}")
    return losses


torch.set_num_threads(1)
pictures, truth = sample(600, DIGITS, level="easy", shift=0, seed=0)
curves = {
    "0 … 255": learn(pictures * 255, truth),
    "0 … 1": learn(pictures, truth),
    "standardised": learn((pictures - pictures.mean()) / pictures.std(), truth),
}
show_curves(
    list(range(60)),
    curves,
    xlabel="step",
    ylabel="loss (cut off at 5)",
    alt="Loss over 60 steps: stuck for pixels up to 255, slow for pixels up to 1, fast for standardised ones",
)

# %% [markdown]
# On pixels up to 255 the reader learns nothing: it reads about one digit in ten, and its loss stays at 2.30,
# which is ln 10, the loss of a guess among ten. On 0…1 it reads about nine in ten, on standardised pixels
# practically all, with a tenth of the loss.
#
# Why? The gradient of a weight is proportional to the input it is multiplied with. Inputs 255 times as large
# make the first steps 255 times as large, and these switch most of the 64 hidden units off for good. A
# smaller learning rate would rescue that reader; standardised pixels need no rescue. (LeCun, Bottou, Orr &
# Müller, *Efficient BackProp*, 1998, section 4.3, explain why the mean should be 0 as well.)

# %% [markdown]
# ## The wrong axis
#
# Suppose that each picture in a batch has another brightness, and you want to take its own mean from each.
# There are 28 pictures, 28 pixels wide:
#
# `pictures - pictures.mean(dim=(1, 2, 3))`
#
# **Predict.** What comes out?
#
# - **a** each picture, less its own mean
# - **b** an error: the shapes (28, 1, 28, 28) and (28,) do not fit
# - **c** each picture, with the mean of picture *j* taken from its *column* *j*

# %% choice="whose-mean" points=2
whose_mean = None  # "a", "b" or "c"
### BEGIN SOLUTION
whose_mean = "c"
### END SOLUTION

# %% experiment
brightness = torch.rand(28, 1, 1, 1, generator=torch.Generator().manual_seed(0))
batch = sample(28, DIGITS, level="clean", seed=2)[0] + 2 * brightness
surprise = batch - batch.mean(dim=(1, 2, 3))
means = ", ".join(f"{mean:.2f}" for mean in surprise[:8].mean(dim=(1, 2, 3)))
print(f"what should be 0, the mean of each picture: {means}")
show_images(
    surprise[:8],
    alt="Eight digits behind vertical stripes: each column has lost another picture's mean",
)

# %% [markdown]
# Stripes, and no error. PyTorch lines shapes up **from the right**, so 28 means meet the 28 columns. With a
# batch of 64 you would have got an error at once; here you got lucky, and luck is the problem.
#
# ![Means of shape (28,) line up with the axis W; shaped (28, 1, 1, 1), with the axis N](broadcast.svg)
#
# The cure is to say which axis is meant, by giving the others length 1: `means[:, None, None, None]`, or
# `keepdim=True` in `mean`.

# %% [markdown]
# ### Exercise: `standardize` (●○○, 4 minutes, 8 points)
#
# Now for channels: colour images have one mean and one standard deviation for each of red, green and blue.
# Take the mean from its channel and divide by the standard deviation.
#
# <details><summary>"RuntimeError: The size of tensor a … must match the size of tensor b …"</summary>
#
# The means of shape (C,) met the columns. Which shape makes them meet the channels of (N, C, H, W)?
# </details>
# <details><summary>It works, except for images as wide as they have channels</summary>
#
# The same bug, in its silent form. The shape of the statistics must say that they belong to the channels.
# </details>
# <details><summary>"the dtype is torch.float64", and torch.float32 was expected</summary>
#
# Statistics are often computed in double precision. `tensor.to(images)` takes over the images' dtype and
# device.
# </details>


# %% exercise="standardize"
def standardize(images: torch.Tensor, mean: torch.Tensor, std: torch.Tensor) -> torch.Tensor:
    """Give each channel a common scale.

    Args:
        images: Shape (N, C, H, W).
        mean: To take from each channel, shape (C,).
        std: To divide each channel by afterwards, shape (C,).

    Returns:
        (images - mean) / std by channel, shape (N, C, H, W), on the images' device and with their dtype,
        whatever those of the statistics are; for images of an integer type, the default floating one.

    Raises:
        ValueError: A standard deviation is 0, or there is not one mean and one std for each channel.
    """
    ### BEGIN SOLUTION
    channels = images.shape[1]
    for name, statistic in (("mean", mean), ("std", std)):
        if statistic.shape != (channels,):
            raise ValueError(f"{name} must have shape ({channels},), got {tuple(statistic.shape)}")
    if not images.is_floating_point():
        images = images.to(torch.get_default_dtype())
    mean, std = (statistic.to(images)[:, None, None] for statistic in (mean, std))
    if (std == 0).any():
        raise ValueError(f"every std must differ from 0, got {std.flatten().tolist()}")
    return (images - mean) / std
    ### END SOLUTION


# %% check="standardize" points=8
pair = torch.tensor([[[[1.0, 3.0]], [[10.0, 30.0]]]])  # one image, two channels, one row
mean, std = torch.tensor([2.0, 20.0]), torch.tensor([1.0, 5.0])
square = torch.tensor([1.0, 2.0, 3.0])[:, None, None].expand(3, 3, 3)[None]  # as wide as it has channels
with public_checks("standardize") as check:
    check.close(
        "(1, 3) and (10, 30) become (−1, 1) and (−2, 2)",
        lambda: standardize(pair, mean, std),
        torch.tensor([[[[-1.0, 1.0]], [[-2.0, 2.0]]]]),
        hint="take the mean first, then divide",
    )
    check.close(
        "channels and columns are not confused",
        lambda: standardize(square, torch.tensor([1.0, 2.0, 3.0]), torch.ones(3)),
        torch.zeros(1, 3, 3, 3),
        hint="give the means a shape that lines up with the channels",
    )
    check.close(
        "statistics in double precision leave the images' dtype alone",
        lambda: standardize(pair, mean.double(), std.double()),
        torch.tensor([[[[-1.0, 1.0]], [[-2.0, 2.0]]]]),
        hint="convert the statistics, not the images",
    )
    check.raises(
        "a channel without any spread",
        ValueError,
        lambda: standardize(pair, mean, torch.tensor([1.0, 0.0])),
        hint="look for a 0 before you divide",
    )

# %% [markdown]
# See it work: digits under a reddish lamp, then standardised with the statistics of their own channels.

# %% experiment
lamp = torch.tensor([1.0, 0.55, 0.25])[:, None, None]
tinted = 0.2 + 0.8 * lamp * glyphs
own_mean, own_std = tinted.mean(dim=(0, 2, 3)), tinted.std(dim=(0, 2, 3))
balanced = standardize(tinted, own_mean, own_std)
for name, images in (("before", tinted), ("after", balanced)):
    means = ", ".join(f"{mean:.2f}" for mean in images.mean(dim=(0, 2, 3)).abs())
    stds = ", ".join(f"{std:.2f}" for std in images.std(dim=(0, 2, 3)))
    print(f"{name:>6}: mean of red, green, blue {means}; standard deviation {stds}")
show_images(
    torch.cat([tinted, (balanced / 4 + 0.4).clamp(0, 1)]),
    columns=8,
    alt="Above, digits in orange light; below, the same digits after standardising, in neutral grey",
)

# %% [markdown]
# Before, the three channels have means of about .32, .26 and .23 and spread differently; afterwards all have
# mean 0 and standard deviation 1, and the lamp is gone.
#
# <details><summary>What would break this?</summary>
#
# - A channel that is constant has standard deviation 0: hence the `ValueError`. The alternative is a batch
#   full of `nan` three cells later.
# - Statistics taken from the *test* pictures: then what you hand in depends on pictures that you should not
#   have seen. Take them from the training set and keep them.
# - Standardising before `to_unit_range`: right numbers for the wrong scale.
# </details>

# %% [markdown]
# ## In your own words
#
# Both bugs of today were silent. A few sentences are enough:
#
# Why is a bug that stops with an error kinder than one that does not? For *one* of the two bugs, name a line
# of code that you could have written to catch it, and say what it would have shown.
#
# A person reads this answer. Double-click the cell below to write.

# %% [markdown] written="silent-bugs" points=5
# ### BEGIN SOLUTION
# **Model answer.** An error names the line and stops before harm is done; a silent bug passes wrong numbers
# on, and what suffers is something far away, such as an accuracy that is a little too low. Bytes that start
# again at 0: `assert images.is_floating_point()` before any arithmetic fails, or comparing the mean before
# and after (it should rise by 100 and does not). The wrong axis: `surprise.mean(dim=(1, 2, 3))` should be 0
# for each picture and is not; or a batch whose size differs from the width, which turns the silent bug into
# an error.
#
# **Rubric** (5 points)
# - 2: an error shows where it happens; a silent bug is found late, elsewhere, or never.
# - 2: a line of code that does catch the chosen bug.
# - 1: says what the line would have shown.
# ### END SOLUTION

# %% [markdown]
# ## Hand in
#
# 1. **Restart the kernel and run all cells** (in JupyterLab the button with two arrows). What works only in
# the order in which you happened to run it does not work.
# 2. Look at the checks once more, and save.
# 3. Hand in this file under its own name, `00_orientation.ipynb`, where your course collects it.
#
# What happens then: your notebook runs once in a closed room without network, the experiments left out. Your
# functions are looked up **by name**, so you may add cells, split them and write helpers. Then hidden checks
# call your functions with other shapes, types and devices, and each gives points of its own: a half-right
# function earns its half. The feedback says what went wrong and what to look at.
#
# Next: `01_convolution`, where a reader that seemed perfect goes blind because a digit moves by four pixels.
