"""What a term chooses: `course.toml` in the course's root. Without the file, everything is as here.

title = "Insights into Convnets"
term = "Autumn 2026"
seed = 2026                               # of the hidden inputs
github = "some-school/convnets-kit"       # where the kit is published, for a link to Colab in each notebook
gpu = false                               # whether device parity is tested on an NVIDIA GPU of the grader's

[assignments]                             # those that students get; all of them where this is left out
00_orientation = {}
01_convolution = { due = 2026-10-12T23:59:00+02:00 }
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.course.assignment import assignments
from autograder.verdicts import OurFault

__all__ = ["Settings", "read_settings", "released"]

FILE = "course.toml"
_REPOSITORY = 'the owner and the name of a repository, such as "some-school/convnets-kit"'


@dataclass(frozen=True)
class Settings:
    """What a term chooses.

    Attributes:
        title: What students read above the kit's first page.
        term: Beside the title; empty where it has none.
        seed: Of the hidden inputs.
        github: The public repository whose branch `main` holds the unpacked kit, as "owner/name"; empty
            where there is none.
        assignments: Those that students get; all of the course where None.
        due: When an assignment is due, with a time zone, for those that have a date.
        gpu: Whether device parity is tested on an NVIDIA GPU of the machine that grades.
    """

    title: str = "Insights into Convnets"
    term: str = ""
    seed: int = 2026
    github: str = ""
    assignments: tuple[str, ...] | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    gpu: bool = False


def read_settings(root: Path) -> Settings:
    """The settings of the course.

    Raises:
        OurFault: The file says something that cannot be used; the text names the key and what was expected.
    """
    file = root / FILE
    if not file.is_file():
        return Settings()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return _settings(content, assignments(root))
    except ValueError as error:  # of ours, or of TOML or UTF-8
        raise OurFault(f"{FILE}: {error}") from None


def released(root: Path) -> list[str]:
    """Names of the assignments that students get, in order; raises OurFault as `read_settings` does."""
    chosen = read_settings(root).assignments
    return [name for name in assignments(root) if chosen is None or name in chosen]


def _settings(content: dict[str, Any], known: list[str]) -> Settings:
    _only(content, ("title", "term", "seed", "github", "gpu", "assignments"), "")
    values: dict[str, Any] = {
        key: _typed(content[key], kind, key, expected)
        for key, kind, expected in (
            ("title", str, 'a text, such as "Insights into Convnets"'),
            ("term", str, 'a text, such as "Autumn 2026"'),
            ("seed", int, "a whole number, such as 2026"),
            ("github", str, _REPOSITORY),
            ("gpu", bool, "true or false"),
        )
        if key in content
    }
    if not re.fullmatch(r"([\w.-]+/[\w.-]+)?", values.get("github", ""), re.ASCII):
        raise ValueError(f"github is {values['github']!r}, but should be {_REPOSITORY}")
    if "assignments" in content:
        chosen = _typed(content["assignments"], dict, "assignments", "a table, [assignments]")
        _only(chosen, known, "assignments.")
        dates = {name: _due(name, entry) for name, entry in chosen.items()}
        values["assignments"] = tuple(chosen)
        values["due"] = {name: due for name, due in dates.items() if due is not None}
    return Settings(**values)


def _due(name: str, entry: object) -> datetime | None:
    """When an assignment is due, by its entry in the table; None where that is left open."""
    place, example = f"assignments.{name}", "{ due = 2026-10-12T23:59:00+02:00 }"
    table = _typed(entry, dict, place, f"a table: {{}} or {example}")
    _only(table, ("due",), f"{place}.")
    if "due" not in table:
        return None
    due: datetime = _typed(table["due"], datetime, f"{place}.due", f"a date, time and zone, as in {example}")
    if due.tzinfo is None:
        raise ValueError(f"{place}.due has no time zone: write it with one, as in {example}")
    return due


def _only(table: Mapping[str, object], known: tuple[str, ...] | list[str], place: str) -> None:
    for key in table:
        if key not in known:
            raise ValueError(f"{place}{key} is not known: choose from {', '.join(known) or 'none yet'}")


def _typed(value: object, kind: type, place: str, expected: str) -> Any:
    if type(value) is not kind:  # True is no seed
        raise ValueError(f"{place} is {value!r}, but should be {expected}")
    return value
