"""What a student sees from a check cell."""

import re

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from convlab.check import public_checks
from convlab.check._session import Memory


@pytest.fixture(autouse=True)
def not_validating(monkeypatch):
    """The checks run as in a notebook that a student has open."""
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


def checks(name="conv2d", memory=None, **worth):
    """Public checks that remember nothing of other tests."""
    return public_checks(name, memory=memory or Memory(), **worth)


def broken(values):
    """A student's function with an index that is out of range."""
    return values[7]


def untouched():
    """A stub."""
    raise NotImplementedError


def test_every_check_gets_a_line_and_the_block_a_summary(capsys):
    """Passed and failed checks are marked, and the summary counts them."""
    with checks() as check:
        check.close("sums nine pixels", torch.tensor([9.0]), torch.tensor([9.0]))
        check.equal("the output size", 25, 24)
        check.shape("two images", torch.ones(2, 3), (2, 3))
        check.true("every value lies in [0, 1]", True)

    assert capsys.readouterr().out == (
        "conv2d\n"
        "  ✓ sums nine pixels\n"
        "  ✗ the output size\n"
        "      happened: the result is 25\n"
        "      expected: 24\n"
        "  ✓ two images\n"
        "  ✓ every value lies in [0, 1]\n"
        "conv2d: 3 of 4 public checks passed. Hidden checks grade more cases than these.\n"
    )


def test_an_error_in_a_callable_fails_its_own_line_only(capsys):
    """The line names the error and the student's own line; the next check still runs."""
    with checks() as check:
        check.equal("an index", lambda: broken([1]), 1)
        check.equal("another", lambda: 2, 2)

    out = capsys.readouterr().out

    assert re.search(
        r"happened: raised IndexError: list index out of range, at line \d+: `return values\[7\]`", out
    )
    assert "✓ another" in out
    assert "1 of 2 public checks" in out


def test_an_error_in_the_block_ends_it_and_says_so(capsys):
    """An exception between the checks is shown in one line, and the notebook goes on."""
    with checks() as check:
        check.true("first", True)
        check.equal("an index", broken([1]), 1)

    out = capsys.readouterr().out

    assert "✗ conv2d raised IndexError: list index out of range, at line " in out
    assert "`return values[7]`" in out
    assert "the checks after it were not run" in out
    assert "stopped early, public checks passed until then: 1." in out


def test_an_error_inside_a_library_points_at_the_students_line(capsys):
    """The innermost line outside torch is shown."""
    with checks() as check:
        check.shape("reshape", lambda: torch.nn.functional.fold(torch.ones(3), 2, 2), (2, 2))

    assert '`check.shape("reshape", lambda: torch.nn.functional.fold' in capsys.readouterr().out


@pytest.mark.parametrize("as_callable", [True, False])
def test_a_stub_reads_not_attempted(capsys, as_callable):
    """NotImplementedError from the student's file is not a wrong answer."""
    with checks() as check:
        check.equal("anything", untouched if as_callable else untouched(), 1)

    out = capsys.readouterr().out

    assert "conv2d: not attempted yet." in out
    assert "✗" not in out


def test_a_stub_does_not_pass_as_a_raised_runtime_error(capsys):
    """NotImplementedError is a RuntimeError, but not the one that was asked for."""
    with checks() as check:
        check.raises("too large", RuntimeError, untouched)

    assert "not attempted yet" in capsys.readouterr().out


def test_a_librarys_own_not_implemented_error_is_an_error(capsys):
    """A module without `forward` is wrong, not untouched."""
    with checks() as check:
        check.equal("forward", lambda: torch.nn.Module()(1), 1)

    assert "✗ forward" in capsys.readouterr().out


def test_raises_wants_the_error_it_names(capsys):
    """The named error passes; another one, or none, fails and says what came."""
    with checks() as check:
        check.raises("named", IndexError, lambda: broken([]))
        check.raises("another", ValueError, lambda: broken([]))
        check.raises("none", ValueError, lambda: torch.ones(2))

    out = capsys.readouterr().out

    assert "✓ named" in out
    assert "happened: raised IndexError" in out
    assert "nothing was raised, the result is a torch tensor of shape (2,)" in out
    assert out.count("expected: ValueError raised") == 2


def test_the_hint_comes_with_the_second_failure(capsys):
    """The first failure leaves the student to think; the same check failing again shows the hint."""
    memory = Memory()
    outs = []
    for _ in range(2):
        with checks(memory=memory) as check:
            check.equal("size", 1, 2, hint="count the places")
        outs.append(capsys.readouterr().out)

    assert ["look at: count the places" in out for out in outs] == [False, True]


def test_failures_are_remembered_in_the_kernel(capsys):
    """Without a memory of one's own, the count is kept between runs of the cell."""
    for _ in range(2):
        with public_checks("remembered in this test only") as check:
            check.equal("size", 1, 2, hint="count the places")

    assert capsys.readouterr().out.count("count the places") == 1


def test_points_so_far_follow_the_last_run_of_each_exercise(capsys):
    """An exercise counts while all of its public checks pass; one that broke again counts no more."""
    memory = Memory()
    told = []
    for name, points, result in [("pad2d", 6, 1), ("conv2d", 16.5, 2), ("conv2d", 16.5, 1), ("pad2d", 6, 2)]:
        with checks(name, memory, points=points, of=86) as check:
            check.equal("always right", 1, 1)
            check.equal("size", result, 1)
        told.append(capsys.readouterr().out.partition("So far, ")[2].strip())

    assert told == [
        f"exercises worth {reached} of 86 points pass all their public checks."
        for reached in ("6", "6", "22.5", "16.5")
    ]


def test_an_untouched_exercise_is_told_of_no_points(capsys):
    """Whoever has not begun is only told what to do."""
    with checks(points=6, of=86):
        untouched()

    assert capsys.readouterr().out.endswith("Write your solution above, then run this cell again.\n")


def test_a_module_is_a_value_and_not_called(capsys):
    """Only functions are called for their result."""
    layer = torch.nn.Linear(2, 2)

    with checks() as check:
        check.equal("the layer", layer, layer)
        check.equal("the class", type(layer), torch.nn.Linear)

    assert "2 of 2" in capsys.readouterr().out


def test_an_interrupt_is_passed_on():
    """Stopping the kernel stops it."""
    with pytest.raises(KeyboardInterrupt), checks():
        raise KeyboardInterrupt


@pytest.mark.parametrize("value, fails", [("validate", True), ("autograde", False)])
def test_only_validation_raises(monkeypatch, capsys, value, fails):
    """Nbgrader's validate learns of a failure by one AssertionError; grading is not disturbed."""
    monkeypatch.setenv("NBGRADER_EXECUTION", value)

    def cell():
        with checks() as check:
            check.equal("size", 1, 2)

    if fails:
        with pytest.raises(AssertionError, match=r"^conv2d: 0 of 1 public checks passed\."):
            cell()
    else:
        cell()


def test_validation_is_silent_about_success(monkeypatch, capsys):
    """When every check passes, nothing is raised."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")

    with checks() as check:
        check.equal("size", 2, 2)


@pytest.fixture
def notebook():
    """An IPython shell whose rich output can be captured."""
    shell = InteractiveShell.instance()
    yield shell
    InteractiveShell.clear_instance()


def test_a_notebook_gets_html_and_plain_text(notebook):
    """One display carries both forms; what the student's code wrote is escaped."""
    with capture_output() as captured, checks() as check:
        check.equal("a <b>label</b>", "<script>", "x")

    (output,) = captured.outputs
    assert set(output.data) == {"text/html", "text/plain"}
    assert "<script>" not in output.data["text/html"]
    assert "a &lt;b&gt;label&lt;/b&gt;" in output.data["text/html"]
    assert "✗ a <b>label</b>" in output.data["text/plain"]


def test_two_images_that_differ_come_with_a_picture(notebook):
    """A failing image shows got, expected and difference, described in words; a passing one does not."""
    image = torch.zeros(2, 3, 5, 6)
    other = image.clone()
    other[1, 2, 3, 4] = 0.5

    with capture_output() as captured, checks() as check:
        check.close("same", image, image.clone())
        check.close("other", other, image)

    html = captured.outputs[0].data["text/html"]
    assert html.count("<img") == 1
    assert "(image 1, channel 2)" in html
    assert "which reaches 0.5 at row 3, column 4" in html


def test_a_terminal_that_knows_no_symbols_gets_words(monkeypatch):
    """An old Windows console shows the same lines in its own characters."""
    import io
    import sys

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", write_through=True))

    with checks() as check:
        check.true("holds", True)

    assert b"[passed] holds" in raw.getvalue()
