"""What the cells of an assignment must have, and what the author is told."""

import pytest

from autograder.course import read_assignment

EXERCISE = '# %% exercise="f"\ndef f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n'
CHECK = '# %% check="f" points=1\nf()\n'
IMPORT = "# %%\nfrom convlab.check import recorded\n"
QUESTION = '# %% choice="cost" points=2\n'
ANSWER = '### BEGIN SOLUTION\ncost = "a"\n### END SOLUTION\n'


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (EXERCISE, 1, 'has no check: add `# %% check="f" points=10`'),
        (CHECK, 1, "no such exercise above it"),
        (CHECK + EXERCISE, 1, "no such exercise above it"),
        (EXERCISE + CHECK + CHECK, 8, 'a cell above has the name "test_f"'),
        (EXERCISE + EXERCISE + CHECK, 6, 'a cell above has the name "f"'),
        (EXERCISE.replace("    ### END SOLUTION\n", "") + CHECK, 1, "never closed"),
        (EXERCISE.replace("    ### BEGIN SOLUTION\n", "") + CHECK, 1, "has no `### BEGIN SOLUTION`"),
        (EXERCISE.replace("return 1", "### BEGIN SOLUTION") + CHECK, 1, "inside another one"),
        (EXERCISE.replace("### BEGIN", "## BEGIN") + CHECK, 1, "misspelt mark"),
        (EXERCISE.replace("def f", "def g") + CHECK, 1, "defines no f"),
        (EXERCISE.replace("return 1", "return 1)") + CHECK, 1, "not valid Python"),
        ('# %% exercise="f"\ndef f(): ...\n' + CHECK, 1, "no solution inside f: put it between"),
        (
            '# %% exercise="f"\n### BEGIN SOLUTION\ndef f(): ...\n### END SOLUTION\n' + CHECK,
            1,
            "no solution inside",
        ),
        (
            "# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n",
            1,
            "a solution stands in a cell that is none",
        ),
        ("# %% [markdown]\n# ### BEGIN SOLUTION\n# x\n# ### END SOLUTION\n", 1, "in a cell that is none"),
        ('# %% [markdown] written="risks" points=4\n# Why?\n', 1, "no rubric and model answer"),
        (QUESTION + "cost = None\n" + ANSWER, 1, "`from convlab.check import recorded`"),
        (IMPORT + QUESTION + ANSWER, 3, "write `cost = None` before the solution"),
        (IMPORT + QUESTION + 'cost = "a"\n' + ANSWER, 3, "write `cost = None` before the solution"),
        (IMPORT + QUESTION + "cost = None\n", 3, 'write a line like `cost = "a"`'),
        (IMPORT + QUESTION + "cost = None\n" + ANSWER.replace('"a"', '"d"'), 3, "is none of a, b, c"),
        (IMPORT + QUESTION.replace("cost", "class") + "pass\n", 3, "gives no variable name"),
        ('# %% told="class"\n', 1, "gives no variable name"),
        ('# %% told="pen-name"\npen_name = None\n', 1, 'write `pen_name = ""`'),
        ('# %% told="pen-name"\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n', 1, "in a cell that is none"),
    ],
)
def test_a_broken_rule_is_named_with_its_place(script, text, line, says):
    """An assignment that cannot be graded is refused in one sentence: file, line, and what to do."""
    script.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError) as caught:
        read_assignment(script)

    assert str(caught.value).startswith(f"source/01_tiny/01_tiny.py, line {line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_choice_may_not_take_the_name_of_an_exercise(script):
    """The check that is generated for a choice question counts as a name too."""
    question = QUESTION.replace("cost", "f") + "f = None\n" + ANSWER.replace("cost", "f")
    script.write_text(IMPORT + EXERCISE + CHECK + question, encoding="utf-8")

    with pytest.raises(ValueError, match='line 10: a cell above has the name "f"'):
        read_assignment(script)
