"""Reading percent scripts."""

import pytest

from autograder.course import read_assignment


def test_every_spelling_has_its_kind(script):
    """Each first line that the design names is read as what it says."""
    cells = [(cell.kind, cell.name, cell.points, cell.choices) for cell in read_assignment(script).cells]

    assert cells == [
        ("text", "", 0, ""),
        ("code", "", 0, ""),
        ("exercise", "conv2d", 0, ""),
        ("code", "", 0, ""),
        ("check", "conv2d", 10, ""),
        ("choice", "stride-cost", 2, "abc"),
        ("choice", "padding-side", 1.5, "abcd"),
        ("written", "augmentation-risks", 4, ""),
        ("told", "pen-name", 0, ""),
        ("experiment", "", 0, ""),
    ]


def test_lines_are_those_of_the_script(script):
    """A cell knows the line where it begins, for messages."""
    lines = script.read_text(encoding="utf-8").splitlines()

    assert all(lines[cell.line - 1].startswith("# %%") for cell in read_assignment(script).cells)


def test_code_is_read_as_it_stands(script):
    """Comments that look like magics stay comments, and text loses its comment signs."""
    script.write_text("# %% [markdown]\n# # Title\n\n# %%\n# %time\n# ls\nx = 1\n", encoding="utf-8")

    assert [cell.source for cell in read_assignment(script).cells] == ["# Title", "# %time\n# ls\nx = 1"]


@pytest.mark.parametrize(
    ("first_line", "says"),
    [
        ('# %% exercise="conv2d" points=3', "`points` is not known here"),
        ("# %% A title", "`A title` is not known here"),
        ('# %% excercise="conv2d"', "`excercise` is not known here"),
        ('# %% check="conv2d"', 'write check="conv2d" points=10'),
        ('# %% check="conv2d" points=0', "points above 0"),
        ('# %% check="conv2d" points="ten"', "points above 0"),
        ('# %% check="conv2d" points=true', "points above 0"),
        ('# %% choice="cost" points=2 choices="aab"', 'write choices="abcd"'),
        ('# %% choice="cost" points=2 choices="a"', 'write choices="abcd"'),
        ('# %% exercise="conv 2d"', "cannot name an exercise or question"),
        ("# %% exercise=2", "cannot name an exercise or question"),
        (f'# %% exercise="{"x" * 49}"', "at most 48 characters"),
        ('# %% written="risks" points=4', "begin it with `# %% [markdown]`"),
        ('# %% [markdown] exercise="conv2d"', "begin it with `# %%`"),
        ("# %% [markdown] experiment", "begin it with `# %%`"),
        ("# %% [raw]", "begin it with `# %%`"),
        ('# %% exercise="conv2d" check="conv2d" points=3', "exercise and check at once"),
    ],
)
def test_a_first_line_that_is_not_understood(script, first_line, says):
    """What is wrong with a cell's first line is said in one sentence, with its place."""
    script.write_text(f"# %%\nx = 1\n\n{first_line}\n# text\n", encoding="utf-8")

    with pytest.raises(ValueError) as caught:
        read_assignment(script)

    assert str(caught.value).startswith("source/01_tiny/01_tiny.py, line 4: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_text_outside_the_cells(script):
    """A script begins with a cell, so that nothing is handed out by mistake."""
    script.write_text("# notes to myself\n\n# %%\nx = 1\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"line 1: text stands outside the cells: begin with a `# %%` line"):
        read_assignment(script)
