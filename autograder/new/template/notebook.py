# %% [markdown]
# # $title
#
# Pixels are numbers from 0, black, to 1, white. Whoever adds light must stop there.

# %%
import torch

from convlab.check import public_checks, recorded

# %% [markdown]
# ## Predict
#
# You add 0.3 to a pixel of 0.9, and then stay in [0, 1]. What becomes of it: a) 1.2, b) 1.0, c) 0.2?

# %% choice="too-bright" points=2
too_bright = None  # "a", "b" or "c"
### BEGIN SOLUTION
too_bright = "b"
### END SOLUTION

# %% [markdown]
# ## Build it


# %% exercise="brighten"
def brighten(images: torch.Tensor, amount: float) -> torch.Tensor:
    """Add to every pixel, and stay in [0, 1].

    Args:
        images: Shape (N, C, H, W), floating, in [0, 1]; left as they are.
        amount: What to add; below 0 it gets darker.

    Returns:
        The brightened images, shape (N, C, H, W).
    """
    ### BEGIN SOLUTION
    return (images + amount).clamp(0, 1)
    ### END SOLUTION


# %% check="brighten" points=8
with public_checks("brighten") as check:
    check.close(
        "0.9 and 0.3 make 1",
        lambda: brighten(torch.tensor([[[[0.9]]]]), 0.3),
        torch.tensor([[[[1.0]]]]),
        hint="clamp",
    )

# %% [markdown]
# ## Look at it

# %% experiment
for amount in (0.0, 0.25, 0.5, 0.75):
    share = (brighten(torch.rand(1, 1, 64, 64), amount) == 1).float().mean().item()
    print(f"{amount:.2f} added: {share:4.0%} of the pixels are white")

# %% [markdown] written="why-clip" points=4
# Why must a picture stay in [0, 1]? Give two reasons.
#
# ### BEGIN SOLUTION
# Two points for what a screen shows, two for what the next layer was trained on.
# ### END SOLUTION
