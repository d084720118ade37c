"""A course with one small assignment, in a temporary folder."""

import shutil
from pathlib import Path

import pytest

from autograder.build import CANARY, build

REPOSITORY = Path(__file__).resolve().parents[3]
NAME = "01_tiny"
SCRIPT = '''\
# %% [markdown]
# # Tiny
# ![a grey square](pictures/square.png)

# %%
import torch
from convlab.check import recorded

# %% exercise="conv2d"
def conv2d(images, weight):
    """Slides a window."""
    ### BEGIN SOLUTION
    windows = images.unfold(2, weight.shape[-1], 1)
    return (windows * weight).sum(-1)
    ### END SOLUTION

# %%
torch.manual_seed(0)

# %% check="conv2d" points=10
conv2d(torch.zeros(1, 1, 4), torch.zeros(2))

# %% choice="stride-cost" points=2
stride_cost = None  # "a", "b" or "c"
### BEGIN SOLUTION
stride_cost = "b"
### END SOLUTION

# %% choice="padding-side" points=1.5 choices="abcd"
padding_side = None
### BEGIN SOLUTION
padding_side = "d"
### END SOLUTION

# %% [markdown] written="augmentation-risks" points=4
# Which digit must not be turned upside down?
#
# ### BEGIN SOLUTION
# Two points for 6 and 9, two points for saying why.
# ### END SOLUTION

# %% told="pen-name"
pen_name = ""

# %% experiment
print("a plot")
'''
HIDDEN = f'''\
# {CANARY}
"""Hidden suite of conv2d."""

def test_agrees(student):
    """Agrees with the sums of two neighbours, a long line about behaviour."""
    expect_close(student.conv2d(ramp(5), ones(2)), tensor([1.0, 3.0, 5.0, 7.0]))
'''


def make_course(root: Path) -> Path:
    """Writes the course into a folder."""
    files = {
        f"source/{NAME}/{NAME}.py": SCRIPT,
        f"source/{NAME}/pictures/square.png": "not really a picture",
        f"source/{NAME}/__pycache__/notes.pyc": "left behind by Python",
        f"tests/hidden/{NAME}/test_conv2d.py": HIDDEN,
        "convlab/check.py": "def recorded(name, value, *, choices='abc'): ...\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return root


@pytest.fixture
def course(tmp_path):
    """The course, not built."""
    return make_course(tmp_path / "course")


@pytest.fixture
def script(course):
    """The percent script of its one assignment."""
    return course / "source" / NAME / f"{NAME}.py"


@pytest.fixture(scope="session")
def built_once(tmp_path_factory):
    """The course, built; shared by all tests, so never to be changed."""
    root = make_course(tmp_path_factory.mktemp("built"))
    build(root, NAME)
    return root


@pytest.fixture
def built(built_once, tmp_path):
    """A copy of the built course."""
    return shutil.copytree(built_once, tmp_path / "built")
