"""What whoever waits for a long loop is told."""

import nbformat
import pytest
from nbclient import NotebookClient

from convlab import progress
from convlab.progress import track


@pytest.fixture
def shares(monkeypatch):
    """How far a bar that somebody watches came, each time that it moved."""
    moved = []

    class Bar:
        n = 0.0
        closed = False

        def update(self, ahead):
            assert not self.closed
            self.n += ahead
            moved.append(round(self.n, 6))

        def close(self):
            self.closed = True

    monkeypatch.setattr(progress, "has_kernel", lambda: True)
    monkeypatch.setattr(progress, "_bar", lambda what: Bar())
    return moved


def test_the_steps_come_through_in_order(shares):
    """A tracked loop is the loop; the bar moves with each step that ends."""
    assert list(track("abcd", "four letters")) == list("abcd")
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_an_inner_loop_moves_the_outer_bar_within_its_step(shares):
    """Two steps, of which the second is made of two."""
    for step in track(range(2), "outer"):
        for _ in track(range(2 * step), "inner"):
            pass

    assert shares == [0.5, 0.75, 1.0]


def test_a_second_loop_in_a_step_never_moves_the_bar_back(shares):
    """The first took the whole step for itself; the bar waits until the step is over."""
    for _ in track(range(2), "outer"):
        for _ in [*track(range(2), "first"), *track(range(2), "second")]:
            pass

    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_a_loop_after_one_that_broke_off_has_a_bar_of_its_own(shares, monkeypatch):
    """A traceback keeps the broken loop alive; the next cell must not count as a part of it."""
    monkeypatch.setattr(progress, "cell_number", lambda: 1)
    kept = track(range(4), "breaks off")
    next(kept)
    monkeypatch.setattr(progress, "cell_number", lambda: 2)

    list(track(range(2), "the next cell"))

    assert shares == [0.5, 1.0]


def test_nothing_is_shown_where_nobody_watches(capsys):
    """As while grading: output is kept and compared there."""
    assert list(track(range(3), "unseen")) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")


def test_an_empty_loop_is_no_error(shares):
    """Nothing to do is done at once."""
    assert list(track([], "nothing")) == []
    assert shares == []


def test_a_kernel_shows_the_bar_and_takes_it_away():
    """On standard output, where it is no alarm, with the share done; the line ends blank."""
    cells = [
        "from convlab import progress\nprogress._PATIENCE = 0",
        "for _ in progress.track(range(4), 'four steps'): __import__('time').sleep(0.15)",
        "for _ in progress.track(range(4), 'broken'): 1 / 0",
        "for _ in progress.track(range(2), 'another'): __import__('time').sleep(0.15)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3", allow_errors=True).execute()

    for cell, what in [(notebook.cells[1], "four steps"), (notebook.cells[3], "another")]:
        assert {output.name for output in cell.outputs} == {"stdout"}
        text = "".join(output.text for output in cell.outputs)
        assert f"{what}: " in text and "50% |" in text and "left" in text
        assert not text.rstrip("\r").rpartition("\r")[2].strip()
