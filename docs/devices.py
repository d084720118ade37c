"""Writes docs/devices.md out of the snippets that the simulated device is tested with.

python docs/devices.py
"""

import ast
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEST = HERE.parent / "tests" / "convlab" / "test_simulated_device.py"
INTRODUCTION = """\
# Code for any device, graded without a GPU

Every tensor exercise is graded for device parity: the same call on an accelerator must agree with the CPU,
and its output must stay on the input's device. `autograder.testing.expect_parity` tries it on

1. a **real GPU**, where the course asks for it (below);
2. else a **simulated accelerator** (`convlab.simulated_device`): its tensors hold real values, say that
   they live on `simgpu:0`, and refuse what a CUDA tensor refuses. It stands on an experimental interface of
   PyTorch (present in torch 2.13);
3. else the **meta** device, which has shapes but no values: only an output on the wrong device is caught
   there, and whatever else goes wrong costs nothing.

`autograder doctor`, the class page of `autograder report` and the JSON of results say which of them it was.
Tolerances by dtype: `PARITY_TOLERANCE` in `autograder/testing.py`. Reading values in order to check them,
or to return a Python number, is allowed; copying the data itself to the CPU and back is not.

## On a real GPU

`gpu = true` in `course.toml` passes the NVIDIA GPUs of the machine that grades into each room. Nothing
else is then good enough: where a room reaches none, grading refuses, and `autograder doctor` says why. It
is not the default, for reasons:

- A grade should not depend on the machine. The simulated accelerator is the same everywhere, and it sees
  one thing more: a function that copies its input to the CPU and back.
- The driver of a GPU is one more wall that student code leans against, and its memory is shared by all
  rooms: nobody bounds how much of it a notebook takes. Grade one at a time (`--jobs 1`), on a machine of
  its own.
- CUDA does not survive a fork, and each test is one. So cells see no GPU, tests do, and each test that
  uses one starts CUDA anew. The limit on a process's memory then counts what it can write to, as CUDA
  reserves address space by the hundred gigabytes.

Rooms with a device node, their limits and what cells see are tested on any machine; CUDA itself where
there is one (`tests/autograder/test_gpu.py`). **The authors had none to try it on**: see what doctor says
on yours, then `autograder validate NN --quick`, before a class depends on it. Apple's GPUs (mps) cannot be
reached, for rooms need Linux; the students' own checks use them.

The tables are written by `python docs/devices.py` from `tests/convlab/test_simulated_device.py`, where each
line is run. `x` is a batch of images on the device.
"""


def page() -> str:
    """The whole page."""
    tree = ast.parse(TEST.read_text())
    parts = [INTRODUCTION]
    for name, title in (("RIGHT", "Accepted"), ("WRONG", "Caught")):
        rows = _rows(tree, name)
        parts.append(
            f"## {title}: {len(rows)} snippets\n\n| what | code |\n|---|---|\n" + "\n".join(rows) + "\n"
        )
    return "\n".join(parts)


def _rows(tree: ast.Module, name: str) -> list[str]:
    [table] = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and ast.unparse(node.targets[0]) == name
        and isinstance(node.value, ast.Dict)
    ]
    rows = []
    for key, value in zip(table.keys, table.values, strict=True):
        code = _code(tree, value).replace("|", "\\|")
        rows.append(f"| {ast.literal_eval(key)} | `{code}` |")  # type: ignore[arg-type]
    return rows


def _code(tree: ast.Module, value: ast.expr) -> str:
    """A lambda's expression, or the lines of the function that is named."""
    if isinstance(value, ast.Lambda):
        return ast.unparse(value.body)
    functions = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == ast.unparse(value)
    ]
    lines = [line for function in functions for line in ast.unparse(function.body).splitlines()]
    return " ⏎ ".join(line.strip() for line in lines) or ast.unparse(value)


if __name__ == "__main__":
    (HERE / "devices.md").write_text(page())
