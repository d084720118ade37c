"""docs/instructor.md and CONTRIBUTING.md: what they tell an instructor to do works, to the letter."""

import re
import shlex
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.kit import KIT
from autograder.new import new_assignment

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "09_brightness"


def blocks(page, *kinds):
    """The fenced blocks of these kinds, in order: kind and text."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", (REPOSITORY / page).read_text(), re.MULTILINE | re.DOTALL)
    return [(kind, text) for kind, text in found if kind in kinds]


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
def test_the_instructors_page_works_to_the_letter(tmp_path, built_course, run_command):
    """Each command ends well, `course.toml` is as shown, and the kit holds what it releases."""
    root = shutil.copytree(built_course, tmp_path / "course")
    said = []
    for kind, text in blocks("docs/instructor.md", "console", "toml"):
        if kind == "toml":
            (root / "course.toml").write_text(text)
            continue
        for line in text.splitlines():
            done = run_command(root, *shlex.split(line.removeprefix("$ ")))
            assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr[-2000:]}"
            said.append(done.stdout)

    assert len(said) == 8
    assert not any("✗" in text or "? no test notices" in text for text in said)
    assert "clamps only above" in (root / "proof.html").read_text()
    with zipfile.ZipFile(root / f"{KIT}.zip") as archive:
        notebooks = [name for name in archive.namelist() if name.endswith(".ipynb")]
        assert archive.read(f"{KIT}/START.md").decode().startswith("# Insights into Convnets, Autumn 2026\n")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_assignment(NAME).duedate == datetime(2026, 10, 12, 21, 59)
    assert notebooks == [f"{KIT}/notebooks/{NAME}/{NAME}.ipynb"]


def test_contributing_shows_what_a_new_assignment_holds(tmp_path):
    """Its examples of hidden tests are copies of what `autograder new` writes."""
    written = [(tmp_path / path).read_text() for path in new_assignment(tmp_path, NAME)]
    shown = [text for _, text in blocks("CONTRIBUTING.md", "python")]

    assert len(shown) == 2
    assert [text for text in shown if not any(text in one for one in written)] == []
