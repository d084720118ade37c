"""What the library depends on."""

import ast
from pathlib import Path

import pytest

import convlab

FILES = sorted(Path(convlab.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_students_need_nothing_of_the_grader(file):
    """No module of convlab imports autograder or nbgrader."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {name.split(".")[0] for name in names} & {"autograder", "nbgrader"}
