"""What a student's source says without being run."""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.source import definitions, parse_cell, reached, torch_names


@pytest.mark.parametrize(
    "cells",
    [
        ["import torch\ndef f(x): return torch.conv2d(x)"],
        ["import torch.nn.functional as F\ndef f(x): return F.conv2d(x)"],
        ["import torch.nn.functional\ndef f(x): return torch.nn.functional.conv2d(x)"],
        ["from torch.nn import functional as G\ndef f(x): return G.conv2d(x)"],
        ["from torch import conv2d\ndef f(x): return conv2d(x)"],
        ["from torch.nn.functional import conv2d as slide\ndef f(x): return slide(x)"],
        ["import torch as t", "def f(x): return t.conv2d(x)"],
        ["def f(x):\n    from torch import conv2d as c\n    return c(x)"],
        ["import torch", "def helper(x): return torch.conv2d(x)", "def f(x): return helper(x)"],
        [
            "import torch",
            "def f(x): return g(x)",
            "def g(x): return h(x)",
            "def h(x): return torch.conv2d(x)",
        ],
        ["import torch\ndef f(x): return list(map(torch.conv2d, x))"],
        ["import torch\nasync def f(x): return torch.conv2d(x)"],
        ["import torch\nclass f:\n    def forward(self, x): return torch.conv2d(x)"],
        ["import torch\nclass H:\n    def g(self, x): return torch.conv2d(x)", "def f(x): return H().g(x)"],
        ["%matplotlib inline\nimport torch\n!ls", "%%time\ndef f(x): return torch.conv2d(x)"],
        ["import torch", "def f(x): return f(x) + torch.conv2d(x)"],
    ],
)
def test_torch_names_are_found(cells):
    """Through aliases, from-imports, helpers, methods, recursion and between magics."""
    assert "conv2d" in torch_names(cells, "f")


@pytest.mark.parametrize(
    "cells",
    [
        ["import torch\ndef conv2d(x): return x", "def f(x): return conv2d(x)"],
        ["from torch import conv2d\ndef conv2d(x): return x", "def f(x): return conv2d(x)"],
        ["import torch\ndef unrelated(x): return torch.conv2d(x)", "def f(x): return x"],
        ["import numpy as np\ndef f(x): return np.conv2d(x)"],
        ["import torch\ndef f(x): return x.conv2d"],
        ["import torch\ndef f(x):\n    '''Like torch.conv2d.'''\n    return x"],
        ["import torch\n# torch.conv2d\ndef f(x): return 'torch.conv2d'"],
        ["import torch\ntorch.conv2d", "def g(x): return torch.conv2d(x)"],
    ],
)
def test_other_names_are_not(cells):
    """The student's own function of that name, other libraries, texts and other functions do not count."""
    assert "conv2d" not in torch_names(cells, "f")


def test_a_cell_that_is_no_python_hides_nothing():
    """The other cells are read all the same."""
    cells = ["def broken(:", "import torch\ndef f(x): return torch.conv2d(x)", "\0", "(" * 5000]

    assert torch_names(cells, "f") == {"conv2d"}


def test_a_line_that_begins_with_percent_is_not_always_a_magic():
    """A modulo or a format at the beginning of a line does not make the cell unreadable."""
    cell = "import torch\ndef f(x):\n    return (torch.conv2d(x)\n        % 7)"

    assert torch_names([cell], "f") == {"conv2d"}
    assert "def f(x)" in definitions(cell)


def test_definitions_keep_what_defines():
    """Imports, functions, classes and constants stay."""
    kept = [
        "import torch",
        "from torch import nn",
        "\ndef f(x):\n    return x()",
        "\nasync def g():\n    pass",
        "\nclass Net(nn.Module):\n    pass",
        "SIZES = [1, 2 * 3]",
        "epsilon: float = 0.1",
    ]

    assert definitions("\n".join(kept)) == "\n".join(kept)


@pytest.mark.parametrize(
    "statement",
    [
        "train()", "x = train()", "while True:\n    pass", "for i in range(9):\n    pass", "os._exit(1)",
        "x: int", "x += 1", "del x", "with open('f') as f:\n    pass", "if True:\n    loop()",
        "[f() for f in g]", "%timeit f()", "!rm -rf .", "await train()", "x = [f() for f in g]",
    ],
)  # fmt: skip
def test_definitions_drop_what_runs(statement):
    """Calls, loops and everything else that may never end are dropped; what stands around them stays."""
    text = definitions(f"import os\n{statement}\ndef f(): return 1")

    assert statement not in text
    assert text.startswith("import os\n")
    assert "def f()" in text


@pytest.mark.parametrize("cell", ["def f(:", "%%bash\nls -la", "\0", "x = " + "(" * 5000, "\ud800", ""])
def test_what_cannot_be_read_defines_nothing(cell):
    """Broken syntax, other languages, null bytes and absurd nesting give an empty text."""
    assert definitions(cell) == ""


@pytest.mark.parametrize("count", [100, 400, 900, 3000, 20_000])
def test_deep_expressions_are_no_fault_of_ours(count):
    """However deep an expression is nested, reading it raises nothing."""
    cell = "x = " + "+".join(["1"] * count) + "\ny = " + "-" * count + "1"

    assert definitions(cell) in ("", cell) or definitions(cell).startswith("x = ")
    assert torch_names([cell, f"def f(): return {'-' * count}1"], "f") == set()


def test_parse_cell_keeps_line_numbers():
    """Magics are blanked, not removed, so that lines stay where they were."""
    tree = parse_cell("%matplotlib inline\n!ls\n\nx = 1")

    assert tree.body[-1].lineno == 4


def test_what_a_function_reaches():
    """What it uses, itself, through others and around in circles, also where it is defined nowhere."""
    cells = [
        "def a(x): return b(x)",
        "class b:\n    def f(self): return c",
        "def c(): return a, e",
        "def d(): d",
    ]

    assert reached(cells, "a") == {"x", "b", "c", "e"}
    assert reached(cells, "missing") == set()


def test_threads_may_read_at_a_time():
    """Several submissions are read at once; CPython's own parser takes that badly in some versions."""
    cell = "\n".join(f"def f{i}(x):\n    return [x * {i} + (y - 1) for y in x[:{i}]]" for i in range(40))
    seen = []
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    gc.callbacks.append(seen_by := lambda phase, info: seen.append(phase))  # lets another thread come between
    try:
        sys.setswitchinterval(1e-6)
        gc.set_threshold(50)
        with ThreadPoolExecutor(4) as pool:
            trees = list(pool.map(parse_cell, [cell] * 400))
    finally:
        gc.callbacks.remove(seen_by)
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)
    assert seen
    assert all(tree is not None and len(tree.body) == 40 for tree in trees)
