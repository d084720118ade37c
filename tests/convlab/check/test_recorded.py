"""What a student sees below a choice question."""

import pytest

from convlab.check import recorded


@pytest.fixture(autouse=True)
def not_validating(monkeypatch):
    """The cell runs as in a notebook that a student has open."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def test_an_answer_is_recorded(capsys):
    """An answer among the choices is confirmed, and neither praised nor blamed."""
    recorded("stride_cost", "b")

    assert capsys.readouterr().out == "Recorded: b. Graded after you hand in.\n"


@pytest.mark.parametrize("answer", [None, "d", "", "ab", 1, ["a"]])
def test_no_answer_says_what_to_do(capsys, answer):
    """None, or anything that is not a choice, is no answer yet."""
    recorded("stride_cost", answer)

    assert capsys.readouterr().out == 'No answer yet: set `stride_cost` to one of "a", "b" or "c".\n'


def test_a_missing_answer_fails_validation(monkeypatch, capsys):
    """Nbgrader's validate tells the student that a question is open."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")

    recorded("stride_cost", "yes", choices=("yes", "no"))
    with pytest.raises(AssertionError, match="set `stride_cost`"):
        recorded("stride_cost", None)
