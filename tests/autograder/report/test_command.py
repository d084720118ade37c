"""`autograder report` on a small class: what it writes, says and refuses."""

import json
import shutil

import pytest

from autograder.grader import Grader, engine_version
from autograder.results import to_contract

NAME = "01_tiny"


@pytest.fixture
def course(tmp_path, built_course, notebook_of, right, result):
    """A course in which one is graded, one is not, and one handed in a broken file; and a file of results."""
    root = shutil.copytree(built_course, tmp_path / "course")
    grader = Grader(root, NAME)
    kept = notebook_of(root, **right).hand_in(root / "submitted", "ada")
    key = grader.store.key(kept.read_bytes(), grader.suite_hash, engine_version())
    grader.store.save(key, result("", double=[("of numbers", "passed")]))
    notebook_of(root, double="new = 1").hand_in(root / "submitted", "Ben")
    notebook_of(root).hand_in(root / "submitted", "cleo").write_text("{ no JSON")
    contract = to_contract(NAME, "e", "s", [result("eva", double="the suite is broken")])
    (root / "results.json").write_text(json.dumps(contract))
    return root


def test_kept_results_become_pages(course, run_command):
    """No sandbox is needed: who has no result is named with the command, and nothing else is touched."""
    before = {path for path in course.rglob("*") if "reports" not in path.parts}
    done = run_command(course, "autograder", "report", NAME, PATH="/nowhere")

    assert done.returncode == 0, done.stderr
    assert "2 graded, 0 ungraded, 1 not known. See " in done.stdout
    assert f"run: autograder grade {NAME}" in done.stderr
    pages = course / "reports" / NAME
    assert {page.name for page in pages.iterdir()} == {"index.html", "ada.html", "cleo.html"}
    assert "Ben" in (pages / "index.html").read_text().partition('id="scores"')[0]
    assert "return 2 * x" in (pages / "ada.html").read_text()
    assert {path for path in course.rglob("*") if "reports" not in path.parts} == before


def test_results_from_a_file(course, run_command):
    """With --json neither submissions nor kept results are needed; --out says where pages go."""
    shutil.rmtree(course / "submitted")

    done = run_command(course, "autograder", "report", NAME, "--json", "results.json", "--out", "pages")

    assert done.returncode == 0, done.stderr
    assert "0 graded, 1 ungraded" in done.stdout
    assert "the suite is broken" in (course / "pages" / "index.html").read_text()
    assert not (course / "reports").exists()


def test_likeness_within_the_class_and_with_earlier_years(course, run_command, notebook_of, right):
    """Asked for with --similarity, or by naming an earlier year; folders are like `submitted/`."""
    copied = "def double(x):\n    a, b = [], {}\n    for i, v in enumerate(x):\n" + "".join(
        f"        a.append(v * {n} + b.get(i, {n}))\n" for n in range(4)
    )
    notebook_of(course, **right | {"double": copied}).hand_in(course / "submitted", "dan")
    years = [f"{year}/submitted" for year in (2024, 2025)]
    for year in years:
        notebook_of(course, **right | {"double": copied}).hand_in(course / year, "eva")

    named = [word for year in years for word in ("--reference", year)]
    done = run_command(course, "autograder", "report", NAME, "--json", "results.json", *named)

    assert done.returncode == 0, done.stderr
    page = (course / "reports" / NAME / "similarity.html").read_text()
    assert "dan and 2024/submitted/eva" in page
    assert "dan and 2025/submitted/eva" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["02_other"], "there is no assignment 02_other"),
        ([NAME, "--submitted", "nowhere"], f"holds no <student>/{NAME}/. Collect first"),
        ([NAME, "--json", "nowhere.json"], "nowhere.json cannot be used"),
        ([NAME, "--json", "nbgrader_config.py"], f"Write it with: autograder grade {NAME} --json FILE"),
        ([NAME, "--json", "results.json", "--reference", "nowhere"], f"nowhere holds no <student>/{NAME}/"),
    ],
)
def test_a_wrong_call_exits_2(course, run_command, arguments, says):
    """What was wrong is said in a sentence, no page is written, and there is no traceback."""
    done = run_command(course, "autograder", "report", *arguments)

    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (course / "reports").exists()


def test_without_copydetect_likeness_is_refused(course, run_command, tmp_path):
    """With the command that installs it."""
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide" / "copydetect.py").write_text("raise ModuleNotFoundError('none', name='copydetect')\n")
    command = ("autograder", "report", NAME, "--json", "results.json")

    refused = run_command(course, *command, "--similarity", PYTHONPATH=tmp_path / "hide")

    assert refused.returncode == 2
    assert "pip install --constraint constraints.txt copydetect" in refused.stderr
