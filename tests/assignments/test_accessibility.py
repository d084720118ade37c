"""Every notebook can be read by those who do not see its pictures, and walked through by its headings."""

import json
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograder.course import assignments

ROOT = Path(__file__).resolve().parents[2]
SHORTEST = 15  # characters: "a picture" tells nobody anything
EACH = pytest.mark.parametrize("name", assignments(ROOT))


def cells(name, kind):
    """Texts of a released notebook's cells of one kind."""
    notebook = json.loads((ROOT / "release" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def prose(name):
    """The notebook's text, without code blocks, in which # is no heading."""
    return re.sub(r"```.*?```", "", "\n\n".join(cells(name, "markdown")), flags=re.DOTALL)


@EACH
def test_headings_are_in_order(name):
    """One title, and no level is skipped on the way down."""
    levels = [len(marks) for marks in re.findall(r"^(#{1,6}) \S", prose(name), re.MULTILINE)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(one, other) for one, other in pairwise(levels) if other > one + 1] == []


@EACH
def test_pictures_are_described(name):
    """What a picture shows stands in its alternative text, and the file is there."""
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", prose(name))

    assert pictures
    assert [file for text, file in pictures if len(text) < SHORTEST] == []
    assert [file for _, file in pictures if not (ROOT / "release" / name / file).is_file()] == []


@EACH
def test_drawings_scale_and_use_no_foreign_parts(name):
    """Pictures are drawings that keep sharp when enlarged, and load nothing from elsewhere."""
    for file in (ROOT / "release" / name).glob("*.svg"):
        drawing = ElementTree.parse(file).getroot()
        assert "viewBox" in drawing.attrib, file.name
        assert not re.search(r"(href|src)=\"(?!#)|@import|<script", file.read_text(encoding="utf-8")), (
            file.name
        )


@EACH
def test_figures_of_code_are_described(name):
    """Each call that shows a figure says in words what is on it."""
    shown = [call for cell in cells(name, "code") for call in re.split(r"(?m)^(?=\s*show_\w+\()", cell)[1:]]

    assert [call.splitlines()[0] for call in shown if "alt=" not in call] == []


@EACH
def test_links_say_where_they_lead(name):
    """No link is called "here"."""
    texts = re.findall(r"(?<!!)\[([^\]]+)\]\(", prose(name))

    assert [text for text in texts if text.strip().lower() in ("here", "link", "this", "click here")] == []
