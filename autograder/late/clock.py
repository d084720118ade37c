"""How late a submission is: by clocks on the wall, to the second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from autograder.late.rules import Extension, Rules

__all__ = ["HandedIn", "lost_percent", "units_late"]


@dataclass(frozen=True, order=True)
class HandedIn:
    """One submission of a student; sorted in the order in which slip days are spent.

    Attributes:
        due: The assignment's due time, in UTC and the same for all: slip days are spent in its order.
        assignment: Its name.
        at: When it was handed in, in UTC.
        own_due: The due time with the extension that nbgrader knows of.
    """

    due: datetime
    assignment: str
    at: datetime
    own_due: datetime


def lost_percent(rules: Rules, student: str, all_handed_in: Iterable[HandedIn], assignment: str) -> float:
    """What a student loses of one assignment's score [percent].

    Slip days are spent by themselves, a whole day for each started one, on the assignment that was due first.
    """
    left = rules.own_slip_days.get(student, rules.slip_days)
    for one in sorted(all_handed_in):
        deadline = _deadline(rules, student, one)
        spent = min(left, units_late(one.at, deadline, rules.zone, "day"))
        left -= spent
        if one.assignment == assignment:
            return rules.percent(
                units_late(one.at, _later(deadline, spent, rules.zone), rules.zone, rules.unit)
            )
    return 0.0


def units_late(at: datetime, deadline: datetime, zone: ZoneInfo, unit: str) -> int:
    """Days or hours that have begun since the deadline; the second of the deadline itself is in time.

    A day ends when the clocks show the deadline's time again, also where they were changed in between.
    """
    at = at.replace(microsecond=0)
    late = at - deadline.replace(microsecond=0)
    if late <= timedelta():
        return 0
    if unit == "hour":
        return -(-late // timedelta(hours=1))
    days = max(1, late // timedelta(days=1) - 1)  # an hour may be missing, or too many
    while _later(deadline, days, zone).replace(microsecond=0) < at:
        days += 1
    return days


def _deadline(rules: Rules, student: str, one: HandedIn) -> datetime:
    """Until when it was in time: with extensions and grace."""
    extension = rules.extensions.get((student, one.assignment), Extension())
    extended = _later(one.own_due, extension.days, rules.zone) + timedelta(hours=extension.hours)
    return max(extended, extension.until or extended) + rules.grace


def _later(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The moment so many days later, when the clocks show the same time."""
    local = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return local.replace(tzinfo=zone).astimezone(UTC) if days else moment
