"""Which extracted file is whose notebook: renamed, resubmitted, foreign and unreadable ones."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.collect.plan import plan

NAME = "01_x"
KNOWN = {"01_x": {"double", "test_double"}, "02_y": {"pool", "test_pool"}}


def notebook(*grade_ids, text=""):
    """A notebook with cells of these names."""
    cells = [{"metadata": {"nbgrader": {"grade_id": grade_id}}, "source": text} for grade_id in grade_ids]
    return json.dumps({"cells": cells})


MINE, OTHER, NONE = notebook("double", "test_double"), notebook("pool"), notebook()


@pytest.fixture
def planned(tmp_path):
    """Plans for files by path, and gives what was chosen by student, and both kinds of lines."""

    def run(files):
        for path, content in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(content, encoding="utf-8")
        made = plan(tmp_path, NAME, KNOWN, ZoneInfo("Europe/Berlin"))
        chosen = {named.student: str(path.relative_to(tmp_path)) for path, named in made.chosen.items()}
        return chosen, made

    return run


def test_folders_of_students(planned):
    """With and without the assignment's folder; what programs leave behind is passed over in silence."""
    chosen, made = planned(
        {
            "class/ada/01_x/01_x.ipynb": MINE,
            "李/01_x.ipynb": MINE,
            "ada/.ipynb_checkpoints/01_x.ipynb": NONE,
            "__MACOSX/ada/._01_x.ipynb": "",
        }
    )

    assert chosen == {"ada": "class/ada/01_x/01_x.ipynb", "李": "李/01_x.ipynb"}
    assert made.said == made.left == []


def test_a_renamed_notebook_is_recognised(planned):
    """By its cells, and that is said; one of another assignment, or of none, stays and is named."""
    chosen, made = planned(
        {"ada/final FINAL.ipynb": MINE, "bob/b.ipynb": OTHER, "cy/c.ipynb": NONE, "di/d.ipynb": "{ no JSON"}
    )

    assert chosen == {"ada": "ada/final FINAL.ipynb"}
    assert made.said == ["ada/final FINAL.ipynb: is ada's 01_x, recognised by its cells"]
    assert made.left == [
        "bob/b.ipynb: is the notebook of 02_y",
        "cy/c.ipynb: holds no cell of 01_x, and is not called so",
        "di/d.ipynb: holds no cell of 01_x, and is not called so",
    ]


def test_what_is_called_right_is_taken_as_it_is(planned):
    """Broken or of another assignment: grading tells the student."""
    chosen, _ = planned({"ada/01_x.ipynb": "{ no JSON", "bob/01_x-1.ipynb": OTHER})

    assert set(chosen) == {"ada", "bob"}


def test_the_newest_wins(planned):
    """By Canvas's numbers as numbers, by times; the others are named."""
    chosen, made = planned(
        {
            "x_101_999_01_x.ipynb": MINE,
            "x_101_1000_01_x-1.ipynb": MINE,
            "hw_ada_attempt_2026-05-04-10-00-00_01_x.ipynb": MINE,
            "hw_ada_attempt_2026-05-03-23-00-00_01_x.ipynb": MINE,
        }
    )

    assert chosen == {
        "101": "x_101_1000_01_x-1.ipynb",
        "ada": "hw_ada_attempt_2026-05-04-10-00-00_01_x.ipynb",
    }
    assert made.left == [
        "hw_ada_attempt_2026-05-03-23-00-00_01_x.ipynb: is not newer than "
        "hw_ada_attempt_2026-05-04-10-00-00_01_x.ipynb, which was collected for ada",
        "x_101_999_01_x.ipynb: is not newer than x_101_1000_01_x-1.ipynb, which was collected for 101",
    ]


def test_no_guess_between_two(planned):
    """Where nothing tells the newest, neither is taken; of equal ones either will do."""
    two = {"ada/01_x.ipynb": MINE, "ada/01_x-1.ipynb": MINE, "bob/01_x.ipynb": MINE}
    chosen, made = planned({**two, "bob/01_x-Copy1.ipynb": notebook("double", text="changed")})

    assert set(chosen) == {"ada"}
    assert made.left[1:] == [
        "bob/01_x-Copy1.ipynb, bob/01_x.ipynb: are all bob's, and nothing says which is newest. "
        "Leave one there"
    ]


def test_times_are_kept_in_utc(planned):
    """Out of the name by the course's clocks, or of a timestamp.txt beside it."""
    _, made = planned(
        {
            "hw_ada_attempt_2026-05-04-21-58-03_01_x.ipynb": MINE,
            "bob/01_x.ipynb": MINE,
            "bob/timestamp.txt": "2026-05-04 23:58:03 Europe/Berlin\n",
            "cy/01_x.ipynb": MINE,
            "cy/timestamp.txt": "yesterday",
        }
    )

    assert {named.student: str(named.at) for named in made.chosen.values()} == {
        "ada": "2026-05-04 19:58:03",
        "bob": "2026-05-04 21:58:03",
        "cy": "None",
    }
    assert made.said == ["cy: timestamp.txt beside the notebook holds no time"]


def test_a_mark_of_lateness_is_passed_on(planned):
    """Canvas says that it was late, not how much."""
    _, made = planned({"x_LATE_101_5001_01_x.ipynb": MINE})

    assert "101: Canvas marked this late and does not say by how much" in made.said[0]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("01_x.ipynb", "does not say whose it is"),
        ("ada/report.pdf", "is no notebook"),
        ("a\u202eda/01_x.ipynb", "has a name that no student can have"),
        (".hidden/01_x.ipynb", "has a name that no student can have"),
    ],
)
def test_what_is_not_understood_is_named(planned, path, why):
    """With the reason, in letters that a terminal shows as they are; the file stays."""
    chosen, made = planned({path: MINE})

    assert chosen == {}
    assert why in made.left[0]
    assert "\u202e" not in made.left[0]
    assert Path(path).name in made.left[0]
