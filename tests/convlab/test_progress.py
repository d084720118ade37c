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


class Watched(NotebookClient):
    """Runs a notebook, and keeps every text that its cells displayed."""

    def process_message(self, message, cell, cell_index):
        """A text, or what replaces it."""
        if "data" in message["content"]:
            self.seen.setdefault(cell_index, []).append(message["content"]["data"]["text/plain"])
        return super().process_message(message, cell, cell_index)


def test_a_kernel_shows_the_bar_and_takes_it_away():
    """With the share done and what is left, apart from what the loop prints, and not kept in the notebook."""
    cells = [
        "from convlab import progress\nprogress._PATIENCE = 0\nimport time",
        "for step in progress.track(range(4), 'four steps'): time.sleep(0.6); print(step)",
        "for _ in progress.track(range(4), 'broken'): 1 / 0",
        "for _ in progress.track(range(2), 'another'): time.sleep(0.6)",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    client = Watched(notebook, timeout=120, kernel_name="python3", allow_errors=True)
    client.seen = {}
    client.execute()

    assert any("four steps:  50 % |" in text and "left" in text for text in client.seen[1])
    assert any("another:  50 % |" in text for text in client.seen[3])
    kept = notebook.cells[1].outputs
    assert "".join(output.get("text", "") for output in kept) == "0\n1\n2\n3\n"
    assert [output.data for output in kept if "data" in output] == [{"text/html": "", "text/plain": ""}]
