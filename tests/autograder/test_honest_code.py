"""Honest code is never punished: whatever a right notebook does beside being right, it is full."""

import json

import pytest

from autograder.grader import Grader

NAME = "01_tiny"
# What the cell of an exercise holds, each right in its own way.
WAYS = {
    "warns": "import warnings\ndef double(x):\n    warnings.warn('careful', UserWarning)\n    return x + x",
    "warns as it is defined": (
        "import warnings\nwarnings.warn('old', DeprecationWarning)\ndouble = lambda x: x + x"
    ),
    "makes numpy warn": "import numpy as np\ndef double(x):\n    np.log(np.zeros(1))\n    return x + x",
    "prints": "def double(x):\n    print('doubling', x)\n    return x + x",
    "prints a megabyte": "print('x' * 10**6)\ndef double(x):\n    print('y' * 10**6)\n    return x + x",
    "writes to stderr": "import sys\ndef double(x):\n    print('hm', file=sys.stderr)\n    return x + x",
    "writes to descriptors": "import os\ndef double(x):\n    os.write(2, b'raw')\n    return x + x",
    "logs": (
        "import logging\nlogging.basicConfig(level=0)\n"
        "def double(x):\n    logging.error('no')\n    return x + x"
    ),
    "draws a progress bar": (
        "from tqdm import tqdm\ndef double(x):\n    return sum(x for _ in tqdm(range(2), desc='adding'))"
    ),
    "draws a notebook's progress bar": (
        "from tqdm.auto import trange\ndef double(x):\n    return sum(x for _ in trange(2))"
    ),
    "draws a figure": (
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
        "def double(x):\n    plt.figure()\n    return x + x"
    ),
    "has type hints": (
        "from __future__ import annotations\nfrom typing import TypeVar\nT = TypeVar('T')\n"
        "def double(x: T | int) -> T:\n    y: T = x\n    return y + y"
    ),
    "has helpers": "def _sum(*xs):\n    return sum(xs)\ndef double(x):\n    return _sum(x, x)",
    "has a class": (
        "from dataclasses import dataclass\n@dataclass\nclass Doubler:\n    times: int = 2\n"
        "    def __call__(self, x):\n        return self.times * x\ndouble = Doubler()"
    ),
    "is decorated": (
        "import functools\n@functools.cache\ndef two():\n    return 2\n"
        "@torch.no_grad()\ndef double(x):\n    return two() * x"
    ),
    "has a constant": "TIMES = 2\ndef double(x):\n    return TIMES * x",
    "counts its calls": "calls = 0\ndef double(x):\n    global calls\n    calls += 1\n    return x + x",
    "uses a magic": "%matplotlib inline\ndef double(x):\n    return x + x",
    "uses a cell magic": "%%time\ndef double(x):\n    return x + x",
    "uses the shell": "!ls\nfiles = !ls\ndef double(x):\n    return x + x",
    "has DataLoader workers": (
        "from torch.utils.data import DataLoader, TensorDataset\ndef double(x):\n"
        "    loader = DataLoader(TensorDataset(torch.arange(4)), num_workers=2)\n"
        "    assert sum(int(batch) for [batch] in loader) == 6\n    return x + x"
    ),
    "asks for an accelerator": (
        "device = 'cuda' if torch.cuda.is_available() else 'cpu'\n"
        "if torch.cuda.is_available():\n    torch.cuda.empty_cache()\n"
        "def double(x):\n    return x + x"
    ),
    "seeds": "torch.manual_seed(3)\ndef double(x):\n    torch.manual_seed(0)\n    return x + x",
    "switches gradients off": "torch.set_grad_enabled(False)\ndef double(x):\n    return x + x",
    "changes the default dtype": "torch.set_default_dtype(torch.float64)\ndef double(x):\n    return x + x",
    "uses threads": (
        "from concurrent.futures import ThreadPoolExecutor\ndef double(x):\n"
        "    with ThreadPoolExecutor(2) as pool:\n        return sum(pool.map(lambda y: y, [x, x]))"
    ),
    "writes a file": (
        "from pathlib import Path\ndef double(x):\n    Path('notes.txt').write_text('2')\n"
        "    return int(Path('notes.txt').read_text()) * x"
    ),
    "times itself": (
        "import time\ndef double(x):\n    start = time.perf_counter()\n    y = x + x\n"
        "    print(f'{time.perf_counter() - start:.3f} s')\n    return y"
    ),
    "is tried out in its cell": (
        "def double(x):\n    return x + x\ndouble(torch.ones(2))\nassert double(2) == 4"
    ),
    "fails in its own trial": "def double(x):\n    return x + x\nassert double(2) == 5, 'my own mistake'",
    "is written in another alphabet": "def удвоить(число):\n    return число + число\ndouble = удвоить",
    "has Windows line ends": "def double(x):\r\n    return x + x\r\n",
    "has tabs": "def double(x):\n\treturn x + x",
    "is asynchronous on the way": (
        "import asyncio\nawait asyncio.sleep(0)\ndef double(x):\n    return x + x"
    ),
}


@pytest.fixture(scope="module")
def grade(built_course, notebook_of, right, bubblewrap):
    """Grades a notebook of the small course: `grade(notebook)` is the result of its first exercise."""
    with Grader(built_course, NAME) as grader:

        def graded(folder, change=lambda notebook: None, **sources):
            notebook = notebook_of(built_course, **right | sources)
            change(notebook)
            result = grader.grade_file(notebook.hand_in(folder, "honest"), "honest")
            return {exercise.name: (exercise.status, exercise.score) for exercise in result.exercises}

        yield graded


FULL = {"double": ("passed", 10.0), "triple": ("passed", 4.0), "cost": ("passed", 2.0)}


@pytest.mark.parametrize("way", WAYS)
def test_a_right_exercise_is_full(tmp_path, grade, way):
    """However it is written, and whatever else it does."""
    assert grade(tmp_path, double=WAYS[way]) == FULL


def split(notebook):
    """The exercise's cell in two: a helper, and the function in a new cell below."""
    cell = notebook.cell("double")
    place = notebook.cells.index(cell)
    cell["source"] = "def helper(x):\n    return x + x"
    new = {"cell_type": "code", "metadata": {}, "source": "def double(x):\n    return helper(x)"}
    notebook.cells.insert(place + 1, new | {"id": "new", "outputs": [], "execution_count": None})


def in_one_cell(notebook):
    """All code in the cell of the last exercise."""
    code = notebook.cell("double")["source"] + "\n\n" + notebook.cell("triple")["source"]
    notebook.cells.remove(notebook.cell("double"))
    notebook.cell("triple")["source"] = code


def twice(notebook):
    """A first, wrong attempt further up; the last definition counts."""
    first = json.loads(json.dumps(notebook.cell("double")))
    del first["metadata"]["nbgrader"]
    first |= {"source": "def double(x):\n    return x", "id": "first"}
    notebook.cells.insert(0, first)


def without_checks(notebook):
    """The checks deleted."""
    for name in ("test_double", "test_triple", "test_cost"):
        notebook.cells.remove(notebook.cell(name))


def run_before(notebook):
    """Outputs, warnings and counts of a run in the student's own kernel."""
    for number, cell in enumerate(notebook.cells):
        if cell["cell_type"] == "code":
            cell["execution_count"] = 90 - number
            cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": "UserWarning: old"}]


def saved_by_another_editor(notebook):
    """Sources as lists of lines, other metadata, a later minor version."""
    notebook.content |= {"nbformat_minor": 5, "metadata": {"colab": {"provenance": []}, "accelerator": "GPU"}}
    for cell in notebook.cells:
        cell["source"] = cell["source"].splitlines(keepends=True) if isinstance(cell["source"], str) else ""
        cell["metadata"]["vscode"] = {"languageId": "python"}


@pytest.mark.parametrize(
    "change", [split, in_one_cell, twice, without_checks, run_before, saved_by_another_editor]
)
def test_a_right_notebook_is_full(tmp_path, grade, change):
    """However its cells are laid out, and whatever program saved it."""
    assert grade(tmp_path, change) == FULL
