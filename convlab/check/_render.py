"""One way to show checks: HTML with a plain-text twin in a notebook, plain text in a terminal."""

import html
import os
import sys
from dataclasses import dataclass
from enum import Enum

from convlab._display import show

__all__ = ["Line", "Outcome", "is_validating", "show_lines"]


class Outcome(Enum):
    """What became of one check; the value is the mark that the reader sees."""

    PASSED = "✓"
    FAILED = "✗"
    NOT_ATTEMPTED = "○"


# Readable on white and on near-black; never the only carrier of meaning.
_COLOURS = {Outcome.PASSED: "#009E73", Outcome.FAILED: "#D55E00", Outcome.NOT_ATTEMPTED: "#808080"}
_IN_ASCII = str.maketrans({"✓": "[passed]", "✗": "[failed]", "○": "[to do]", "·": "-", "…": "...", "±": "+-"})


@dataclass(frozen=True)
class Line:
    """One thing checked.

    Attributes:
        label: What is checked, in a few words.
        outcome: Passed, failed or not attempted.
        details: Pairs of a heading and a sentence, ("happened", "the shape is (2, 3)").
        picture: HTML of a picture of both values, or nothing.
    """

    label: str
    outcome: Outcome
    details: tuple[tuple[str, str], ...] = ()
    picture: str = ""


def is_validating() -> bool:
    """Whether nbgrader's validate button or command runs this notebook."""
    return os.environ.get("NBGRADER_EXECUTION") == "validate"


def show_lines(name: str, lines: list[Line], summary: str) -> None:
    """Show the checks of one exercise, in a notebook or in a terminal."""
    text = _as_text(name, lines, summary)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if not _can_encode(text, encoding):
        text = text.translate(_IN_ASCII).encode(encoding, "replace").decode(encoding)
    show(html=_as_html(name, lines, summary), text=text)


def _can_encode(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _as_text(name: str, lines: list[Line], summary: str) -> str:
    rows = [name]
    for line in lines:
        rows.append(f"  {line.outcome.value} {line.label}")
        rows += [f"      {heading}: {sentence}" for heading, sentence in line.details]
    return "\n".join([*rows, summary])


def _as_html(name: str, lines: list[Line], summary: str) -> str:
    items = "".join(_line_as_html(line) for line in lines)
    return (
        f'<div role="group" aria-label="{html.escape(name)}, public checks" style="margin: 4px 0">'
        f'<ul style="list-style: none; margin: 0; padding: 0">{items}</ul>'
        f'<p style="margin: 6px 0 0 0; font-weight: 600">{html.escape(summary)}</p></div>'
    )


def _line_as_html(line: Line) -> str:
    colour = _COLOURS[line.outcome]
    meaning = line.outcome.name.lower().replace("_", " ")
    mark = (
        f'<span role="img" aria-label="{meaning}" style="color: {colour}; font-weight: bold">'
        f"{line.outcome.value}</span>"
    )
    details = "".join(
        f'<div style="margin-left: 1.6em"><span style="opacity: 0.75">{html.escape(heading)}:</span> '
        f'<code style="background: none; color: inherit">{html.escape(sentence)}</code></div>'
        for heading, sentence in line.details
    )
    style = f"margin: 2px 0; padding: 1px 0 1px 8px; border-left: 3px solid {colour}"
    return f'<li style="{style}">{mark} {html.escape(line.label)}{details}{line.picture}</li>'
