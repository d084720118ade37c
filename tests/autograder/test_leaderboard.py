"""The class's numbers on a page: who is on it, in which order, and that no pseudonym can do harm."""

import shutil

import pytest

from autograder.leaderboard import clean_name, rows_of, write_leaderboard
from autograder.results import SubmissionResult, TestResult, exercise_result, ungraded_exercise

NAME = "01_tiny"
# Each marks the page that it runs in, or ends the cell that it stands in.
HOSTILE = (
    "<script>document.body.dataset.ran=1",
    "<img src=x onerror=alert(1)>",
    "</bdi></th></tr></table>",
    "\u202egnp.exe\u2066",
    "a" + "\u0301" * 50,
    "{{ rows }}",
)


def result(student, pseudonym, score=8.0, **measures):
    """A graded submission with one exercise that measures something, and a choice question."""
    test = TestResult("reads", "Reads.", "passed" if score == 10 else "failed", score, 10.0)
    test.measured = measures or {"accuracy": 0.5}
    choice = exercise_result("cost", 2.0, [TestResult("choice", "Right.", "passed", 2.0, 2.0)])
    told = {"pseudonym": pseudonym} if pseudonym else {}
    return SubmissionResult(student, NAME, [exercise_result("train", 10.0, [test]), choice], told=told)


def names(results):
    """Who is on the page, best first."""
    return [row.name for row in rows_of(results)]


def test_only_who_chose_a_pseudonym_is_shown():
    """Nobody else, not even a number of theirs; nor is what is not graded."""
    hidden = result("ben", "")
    ungraded = result("cleo", "wolf")
    ungraded.exercises.append(ungraded_exercise("other", 1.0, "ours"))

    [row] = rows_of([hidden, result("ada", "fox"), ungraded])

    assert (row.name, row.score, row.max_score, row.measures) == ("fox", 8.0, 10.0, {"accuracy": 0.5})


def test_the_order_is_by_points_and_then_by_accuracy():
    """What is measured decides only among equal points."""
    results = [
        result("s1", "low", 4.0, accuracy=0.9),
        result("s2", "second", 8.0, accuracy=0.6),
        result("s3", "first", 8.0, accuracy=0.7),
    ]

    assert names(results) == ["first", "second", "low"]


def test_equal_pseudonyms_are_told_apart():
    """By a number, whatever others call themselves; letters that differ only in case look alike."""
    results = [result("s1", "fox"), result("s2", "Fox"), result("s3", "fox (2)")]

    assert sorted(map(str.casefold, names(results))) == ["fox", "fox (2)", "fox (2) (2)"]


def test_the_name_of_a_student_is_no_pseudonym():
    """Neither one's own nor somebody else's: it would name them."""
    assert names([result("ada", "ben"), result("ben", " BEN "), result("cleo", "fox")]) == ["fox"]


@pytest.mark.parametrize(
    ("pseudonym", "shown"),
    [
        ("fox", "fox"),
        ("  a \n b\t", "a b"),
        ("\u202efox\u200b\u2066", "fox"),
        ("\u0301fox" + "e\u0301\u0301\u0301", "fox\u00e9\u0301"),
        ("f" * 99, "f" * 24),
        ("\u200b \u00ad", ""),
        ("狐 🦊", "狐 🦊"),
        ("ｆｏｘ", "fox"),
    ],
)
def test_a_pseudonym_is_one_short_visible_line(pseudonym, shown):
    """Letters of any script stay; what is invisible, turns the text round or piles up goes."""
    assert clean_name(pseudonym) == shown


def test_an_empty_page_says_how_to_get_on_it(tmp_path):
    """Nobody has chosen a pseudonym yet."""
    assert write_leaderboard(tmp_path / "page.html", NAME, []) == 0
    assert "Nobody is on it yet" in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize("width", [1200, 360])
def test_the_page_is_inert_and_readable(tmp_path, browser, width):
    """In a browser hostile pseudonyms are text in their own cells, and nothing runs or is fetched."""
    numbers = {"accuracy": 0.912, "minority_recall": 0.5, "seconds": 6.25}
    results = [result(f"s{i}", name, 9.0 - i, **numbers) for i, name in enumerate(HOSTILE)]
    file = tmp_path / "page.html"
    assert write_leaderboard(file, NAME, results) == len(HOSTILE)

    page = browser.new_page(viewport={"width": width, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    shown = page.locator("tbody th").all_inner_texts()
    first = page.locator("tbody tr").first.locator("td").all_inner_texts()
    active = page.locator("script, img, iframe, main a, [onerror]").count()
    scrolls = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.screenshot(path=tmp_path / "page.png")
    page.close()

    assert shown == [clean_name(name) for name in HOSTILE]
    assert [text.strip() for text in first] == ["1", "9 / 10", "0.912", "0.500", "6.250"]
    assert (active, scrolls, asked) == (0, False, [file.as_uri()])


def test_the_command_reads_what_was_handed_in(
    tmp_path, built_course, notebook_of, right, run_command, bubblewrap
):
    """The pseudonym of a notebook and the numbers of its hidden tests reach the page; ids do not."""
    root = shutil.copytree(built_course, tmp_path / "course")
    for student, name in (("ada-lovelace", "fox"), ("ben-bitdiddle", "")):
        notebook = notebook_of(root, **right)
        [cell] = [cell for cell in notebook.cells if cell["id"] == "pseudonym"]
        cell["source"] = f'pseudonym = "{name}"'
        notebook.hand_in(root / "submitted", student)

    done = run_command(root, "autograder", "leaderboard", NAME)

    page = (root / "leaderboard" / f"{NAME}.html").read_text()
    assert (done.returncode, "1 of 2 chose a pseudonym" in done.stdout) == (0, True), done.stderr[-2000:]
    assert ("<bdi>fox</bdi>" in page, "0.250" in page) == (True, True)
    assert "ada" not in page
    assert "ben" not in page
