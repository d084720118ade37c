"""`late.toml` in the course's folder: grace, penalty, slip days, extensions; without it nothing is lost."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.verdicts import OurFault

__all__ = ["FILE", "BrokenRules", "Extension", "Rules", "read_rules"]

FILE = "late.toml"
MAX_DAYS = 366
UTC_ZONE = ZoneInfo("UTC")


class BrokenRules(OurFault):
    """The file says something that it cannot mean: nobody is fined, and nobody let off, by a guess."""


@dataclass(frozen=True)
class Extension:
    """More time for one student: until a moment, or so many days and hours after the due time."""

    until: datetime | None = None
    days: int = 0
    hours: float = 0.0


@dataclass(frozen=True)
class Rules:
    """What the file says.

    Attributes:
        zone: Where days begin and end, and times without an offset are meant.
        grace: After the due time, without penalty.
        unit: What `percents` are counted by, each started one.
        percents: Of the score, lost after one, two, … units; then `each` more for every further one.
        each: See `percents`.
        maximum: What is lost at most [percent].
        slip_days: For the whole term, by everybody.
        own_slip_days: Where a student has another number of them.
        extensions: By student and assignment.
    """

    zone: ZoneInfo = UTC_ZONE
    grace: timedelta = timedelta()
    unit: Literal["day", "hour"] = "day"
    percents: tuple[float, ...] = ()
    each: float = 0.0
    maximum: float = 100.0
    slip_days: int = 0
    own_slip_days: Mapping[str, int] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], Extension] = field(default_factory=dict)

    def percent(self, units: int) -> float:
        """What is lost after so many started units [percent of the score]."""
        if units <= 0:
            return 0.0
        known = self.percents[min(units, len(self.percents)) - 1] if self.percents else 0.0
        return min(self.maximum, known + self.each * max(0, units - len(self.percents)))


def read_rules(root: Path) -> Rules:
    """The course's rules.

    Raises:
        BrokenRules: The file is there and not understood; the text names the key and what was expected.
    """
    path = root / FILE
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Rules()
    except (OSError, ValueError) as error:
        raise BrokenRules(
            f"{FILE} cannot be read: {error}. Mend it; nothing is penalised until then."
        ) from None
    table = _Table(content, "")
    zone = table.take("time_zone", _zone, 'the name of a time zone, such as "Europe/Berlin"', UTC_ZONE)
    grace = table.take("grace_minutes", _at_least_zero, "minutes, 0 or more", 0.0)
    penalty = table.inner("penalty")
    slip = table.inner("slip_days")
    own = slip.inner("students")
    rules = Rules(
        zone=zone,
        grace=timedelta(minutes=grace),
        unit=penalty.take("each", _unit, '"day" or "hour"', "day"),
        percents=penalty.take("steps", _steps, "rising percents, such as [5, 20, 50]", ()),
        each=penalty.take("percent", _percent, "a percent from 0 to 100", 0.0),
        maximum=penalty.take("maximum", _percent, "a percent from 0 to 100", 100.0),
        slip_days=slip.take("everybody", _days, "whole days, 0 or more", 0),
        own_slip_days={name: own.take(name, _days, "whole days, 0 or more", 0) for name in list(own.content)},
        extensions=_extensions(table, zone),
    )
    for one in (own, slip, penalty, table):
        one.nothing_left()
    return rules


class _Table:
    """A table of the file, whose keys are taken out one after another, so that what is left is a mistake."""

    def __init__(self, content: Any, name: str) -> None:
        if not isinstance(content, dict):
            raise BrokenRules(f"{FILE}: {name} is {content!r}, but a table was expected: [{name}]")
        self.content, self.name = dict(content), name
        self.known: list[str] = []

    def take(self, key: str, read: Callable[[Any], Any], expected: str, default: Any) -> Any:
        """The value of a key, as `read` understands it."""
        self.known.append(key)
        if key not in self.content:
            return default
        value = self.content.pop(key)
        try:
            return read(value)
        except (TypeError, ValueError):
            raise BrokenRules(f"{FILE}: {self._full(key)} is {value!r}, but expected: {expected}") from None

    def inner(self, key: str) -> _Table:
        """A table in this one; an empty one where there is none."""
        self.known.append(key)
        return _Table(self.content.pop(key, {}), self._full(key))

    def nothing_left(self) -> None:
        """Refuse what nobody asked for: a misspelt key must not pass for no rule at all."""
        for key in self.content:
            known = ", ".join(self.known) or "none"
            raise BrokenRules(f"{FILE}: {self._full(key)} is no key; there are {known}")

    def _full(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def _extensions(table: _Table, zone: ZoneInfo) -> dict[tuple[str, str], Extension]:
    table.known.append("extension")
    entries = table.content.pop("extension", [])
    if not isinstance(entries, list):
        raise BrokenRules(f"{FILE}: extension is {entries!r}, but entries were expected: [[extension]]")
    found: dict[tuple[str, str], Extension] = {}
    for number, entry in enumerate(entries, 1):
        one = _Table(entry, f"extension {number}")
        who = one.take("student", _name, "a student's name", None)
        what = one.take("assignment", _name, 'an assignment, such as "01_convolution"', None)
        extension = Extension(
            one.take(
                "until", lambda value: _moment(value, zone), "a time, such as 2026-05-04T23:59:00", None
            ),
            one.take("days", _days, "whole days, 0 or more", 0),
            one.take("hours", _at_least_zero, "hours, 0 or more", 0.0),
        )
        one.take("reason", _name, "a text", "")
        one.nothing_left()
        if who is None or what is None or extension == Extension():
            raise BrokenRules(
                f"{FILE}: {one.name} needs student, assignment, and one of until, days or hours above 0"
            )
        if (who, what) in found:
            raise BrokenRules(f"{FILE}: {one.name} is the second for {who} and {what}; keep one of them")
        found[who, what] = extension
    return found


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_name(value))
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError from None


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError
    return value


def _at_least_zero(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 24 * 60 * MAX_DAYS:
        raise ValueError
    return float(value)


def _percent(value: Any) -> float:
    number = _at_least_zero(value)
    if number > 100:
        raise ValueError
    return number


def _days(value: Any) -> int:
    number = _at_least_zero(value)
    if math.floor(number) != number or number > MAX_DAYS:
        raise ValueError
    return int(number)


def _steps(value: Any) -> tuple[float, ...]:
    steps = tuple(_percent(step) for step in value) if isinstance(value, list) else ()
    if not steps or list(steps) != sorted(steps):
        raise ValueError
    return steps


def _unit(value: Any) -> str:
    if value not in ("day", "hour"):
        raise ValueError
    return str(value)


def _moment(value: Any, zone: ZoneInfo) -> datetime:
    """A time of the file in UTC; without an offset, as a clock in the course's zone shows it."""
    if not isinstance(value, datetime):
        raise TypeError
    return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
