"""What the pages say, and which files they are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.notebook import CodeCell
from autograder.report.found import ClassResults
from autograder.report.pages import page_name, write_report
from autograder.report.similarity import Work, alike_pairs
from autograder.report.student_code import StudentCode

NAME = "01_tiny"
SAFE = re.compile(r"[a-z0-9-][a-z0-9_~-]*\.html|~[a-z0-9]+\.html")
PASSED, OFF = [("values", "passed")], [("values", "failed", "values are off", "the border")]
COPIED = """\
def double(x):
    a, b = [], {}
    for i, v in enumerate(x):
        a.append(v * 2 + b.get(i, 0))
    return sum(a) - 9
"""


@pytest.fixture
def report(tmp_path):
    """Writes a report and reads its pages: `report(results, waiting, code, pairs)["index.html"]`."""

    def write(results, waiting=(), code=None, pairs=None):
        found = ClassResults(NAME, list(results), list(waiting))
        page = write_report(found, code or {}, tmp_path / "reports", pairs=pairs)
        assert page == tmp_path / "reports" / "index.html"
        return {file.name: file.read_text(encoding="utf-8") for file in page.parent.iterdir()}

    return write


def words(page):
    """A page's text, on one line."""
    return " ".join(re.sub("<[^>]*>", " ", page.partition("<main")[2]).split())


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec=None), max_size=80), unique=True, max_size=20))
def test_every_student_has_a_safe_page_of_their_own(students):
    """No name leads out of the folder, over another page, or to a file that some system cannot hold."""
    files = [page_name(student) for student in {*students, "Ada", "ada", "index", "similarity", "../ada"}]

    assert all(SAFE.fullmatch(file) and len(file) < 80 for file in files)
    assert len(set(files) | {"index.html", "similarity.html"}) == len(files) + 2


def test_a_plain_name_is_the_files_name():
    """So that a page is found by hand."""
    assert page_name("ada-l_7") == "ada-l_7.html"


def test_what_is_not_graded_stands_on_top(report, result):
    """Before the scores, with the student, the reason, and the command that mends it."""
    pages = report([result("ada", double=PASSED), result("ben", double="the suite is broken")], ["cleo"])
    top, scores = words(pages["index.html"]).split("Scores Mean")

    for said in ("ben", "double", "the suite is broken", "not their fault", "cleo"):
        assert said in top
    assert f"autograder grade {NAME}" in top
    assert f"autograder validate {NAME}" in top
    assert "Mean 4, median 4 of 4" in f"Mean{scores}"


def test_where_all_are_graded_nothing_is_said_about_it(report, result):
    """An empty heading would only worry."""
    assert "Not graded" not in report([result("ada", double=PASSED)])["index.html"]


def test_nobody_graded_is_said(report):
    """A report before grading is a page, too."""
    text = words(report([], ["ada"])["index.html"])

    assert "1 student handed in; 0 graded, 0 ungraded, 1 without a result" in text
    assert "Nobody is graded yet" in text


def test_causes_are_counted_and_linked(report, result):
    """The largest first, each with its students; those of one student alone are folded away."""
    other = [("values", "failed", "a tensor was expected")]
    class_ = [result("ada", double=other), result("ben", double=OFF), result("cleo", double=OFF)]
    page = report(class_)["index.html"]

    shared, _, single = page.partition("1 cause that met one student each")

    assert "2 of 3 67 %" in words(shared)
    assert "values are off look at: the border double : values (lost by 3, counting" in words(shared)
    assert '<a href="ben.html">ben</a>' in shared.partition('id="causes"')[2]
    assert "a tensor was expected" not in shared
    assert "a tensor was expected" in single


def test_a_negative_correlation_is_flagged_in_words(report, result):
    """And one that is undefined is a dash."""
    class_ = [result("ada", a=PASSED, b=OFF, c=PASSED), result("ben", a=OFF, b=PASSED, c=PASSED)]
    text = words(report(class_)["index.html"])

    assert "✗ −1.00 negative" in text
    assert re.search(r"c 4 4 100 % – 0 %", text)


def test_the_slowest_come_first(report, result):
    """With the tests of theirs that ran out of time."""
    slow = [("values", "timed out", "still running")]
    page = report([result("ada", seconds=1, double=PASSED), result("ben", seconds=12, double=slow)])
    text = words(page["index.html"]).partition("Slowest")[2]

    assert "ben 12.0 1 ada 1.0 0" in text


def test_odd_files_are_named(report, result):
    """What grading noted about a file stands on both pages."""
    pages = report([result("ada", double=PASSED, problems=["tiny.ipynb holds copies of double"])])

    assert "holds copies of double" in words(pages["index.html"])
    assert "holds copies of double" in words(pages["ada.html"])


def test_a_students_page(report, result):
    """Code beside outcomes and messages, what graders alone may read, and the way to the others."""
    ben = result("ben", double=OFF)
    ben.exercises[0].tests[0].staff = "expected 62674"
    ben.cells = [{"index": 7, "error": {"says": "NameError: name 'y' is not defined"}}]
    code = {
        "ben": StudentCode({"double": CodeCell(7, "def double(x):\n    return y")}, [CodeCell(9, "z = 1")])
    }
    pages = report([result("ada", double=PASSED), ben, result("cleo", double=PASSED)], code=code)
    text = words(pages["ben.html"])

    assert "0 of 4 points" in text
    assert "✗ double: 0 of 4, failed" in text
    for said in (
        "values are off",
        "look at: the border",
        "expected 62674",
        "return y",
        "name &#39;y&#39;",
        "z = 1",
    ):
        assert said in text
    assert "For staff only" in text
    assert '<a href="ada.html">Before: ada</a>' in pages["ben.html"]
    assert '<a href="cleo.html">Next: cleo</a>' in pages["ben.html"]
    assert "No code of this was found" in words(pages["ada.html"])


def test_pairs_are_shown_side_by_side(report, result):
    """With what is alike marked, worded as a place to look; an earlier year has no page to go to."""
    works = [Work("ada", COPIED), Work("ben", COPIED), Work("2025/eva", COPIED, True)]
    pairs = {"double": alike_pairs(works, ""), "triple": []}
    pages = report([result("ada", double=PASSED), result("ben", double=PASSED)], pairs=pairs)
    page = pages["similarity.html"]

    assert "A place to look, not a verdict" in words(page)
    assert page.count("<mark>def double(x):") == 6
    assert '<a href="ada.html">ada</a>: 100 % of the own code is alike' in page
    assert "2025/eva: 100 % of the own code is alike" in words(page)
    assert "triple Nothing is alike" in words(page)
    assert 'href="similarity.html"' in pages["index.html"]


def test_no_likeness_unless_asked(report, result):
    """Not even a link."""
    pages = report([result("ada", double=PASSED)])

    assert sorted(pages) == ["ada.html", "index.html"]
    assert "similarity" not in pages["index.html"]


def test_an_earlier_reports_pages_are_gone(report, result, tmp_path):
    """Who left the class has no page left; what is not ours stays."""
    report([result("ada", double=PASSED), result("ben", double=PASSED)], pairs={"double": []})
    (tmp_path / "reports" / "notes.html").write_text("my own")

    assert sorted(report([result("ada", double=PASSED)])) == ["ada.html", "index.html", "notes.html"]


def test_the_class_page_says_what_accelerator_there_was(report, result):
    """Of each kind that graded anybody; nothing where none was needed."""
    results = [result(student, double=PASSED) for student in ("ada", "bo")]
    assert "on an accelerator was tested" not in words(report(results)["index.html"])

    results[0].accelerator, results[1].accelerator = "simgpu", "cuda"

    said = "tested on a CUDA GPU, and on a simulated accelerator with real data."
    assert said in words(report(results)["index.html"])
