"""How late is late: the second itself, grace, days of 23 and 25 hours, slip days, extensions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from autograder.late.clock import HandedIn, lost_percent, units_late
from autograder.late.rules import Extension, Rules

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DUE = datetime(2026, 5, 4, 21, 59, 59, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TEN_A_DAY = Rules(each=10.0)


def lost(rules, late, *, due=DUE, student="ada", own_due=None):
    """What is lost by being so much late [percent]."""
    one = HandedIn(due, "01_x", due + late, own_due or due)
    return lost_percent(rules, student, [one], "01_x")


@pytest.mark.parametrize(
    ("late", "percent"),
    [
        (-SECOND, 0),
        (timedelta(), 0),
        (timedelta(microseconds=999_999), 0),
        (SECOND, 10),
        (DAY, 10),
        (DAY + SECOND, 20),
        (9 * DAY + SECOND, 100),
        (50 * DAY, 100),
    ],
)
def test_to_the_second(late, percent):
    """The due second is in time with all its fractions; the next one begins a day, up to the maximum."""
    assert lost(TEN_A_DAY, late) == percent


@pytest.mark.parametrize(
    ("minutes", "percent"), [(15, 0), (15 + 1 / 60, 10), (24 * 60 + 15, 10), (24 * 60 + 16, 20)]
)
def test_grace_moves_the_clock(minutes, percent):
    """The last second of grace costs nothing; days are counted from there."""
    assert lost(replace(TEN_A_DAY, grace=timedelta(minutes=15)), timedelta(minutes=minutes)) == percent


def test_hours():
    """Started hours, where the file says so."""
    rules = Rules(unit="hour", each=2.0, maximum=30.0)
    assert [lost(rules, timedelta(hours=hours)) for hours in (0, 1, 1.001, 14, 15, 16)] == [
        0,
        2,
        4,
        28,
        30,
        30,
    ]


def test_steps():
    """A curve given point by point; beyond its end the last point holds, or grows by `percent`."""
    curve = Rules(percents=(5.0, 20.0, 50.0))
    assert [lost(curve, days * DAY) for days in (1, 2, 3, 4)] == [5, 20, 50, 50]
    assert [lost(replace(curve, each=10.0, maximum=65.0), days * DAY) for days in (3, 4, 5)] == [50, 60, 65]


@pytest.mark.parametrize(
    ("zone", "due", "hours"),
    [
        (BERLIN, datetime(2026, 3, 28, 20, 0), 23),
        (BERLIN, datetime(2026, 10, 24, 20, 0), 25),
        (NEW_YORK, datetime(2026, 3, 7, 20, 0), 23),
        (NEW_YORK, datetime(2026, 10, 31, 20, 0), 25),
        (ZoneInfo("UTC"), datetime(2026, 3, 28, 20, 0), 24),
        (ZoneInfo("Asia/Kathmandu"), datetime(2026, 3, 28, 20, 0), 24),
    ],
)
def test_a_day_ends_when_clocks_show_the_same_time(zone, due, hours):
    """Where clocks are changed in between, the first day has 23 or 25 hours."""
    deadline = due.replace(tzinfo=zone).astimezone(UTC)
    ends = timedelta(hours=hours)

    assert units_late(deadline + ends, deadline, zone, "day") == 1
    assert units_late(deadline + ends + SECOND, deadline, zone, "day") == 2


def test_a_time_that_clocks_skip():
    """Due every day at 2:30, which does not come on the day of the change: the day ends an hour later."""
    deadline = datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN).astimezone(UTC)

    assert (
        units_late(datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN).astimezone(UTC), deadline, BERLIN, "day") == 1
    )
    assert (
        units_late(datetime(2026, 3, 29, 3, 31, tzinfo=BERLIN).astimezone(UTC), deadline, BERLIN, "day") == 2
    )


def test_extensions():
    """By days, by hours, or until a moment; only for the one student, and never to their harm."""
    days = replace(TEN_A_DAY, extensions={("ada", "01_x"): Extension(days=2)})
    hours = replace(TEN_A_DAY, extensions={("ada", "01_x"): Extension(hours=1.5)})
    until = replace(TEN_A_DAY, extensions={("ada", "01_x"): Extension(until=DUE + 3 * DAY)})
    past = replace(TEN_A_DAY, extensions={("ada", "01_x"): Extension(until=DUE - 3 * DAY)})

    assert [lost(days, 2 * DAY), lost(days, 2 * DAY + SECOND), lost(days, 2 * DAY, student="bob")] == [
        0,
        10,
        20,
    ]
    assert [lost(hours, timedelta(minutes=90)), lost(hours, timedelta(minutes=91))] == [0, 10]
    assert [lost(until, 3 * DAY), lost(until, 3 * DAY + SECOND)] == [0, 10]
    assert lost(past, timedelta()) == 0


def test_extensions_of_nbgrader_count():
    """What was granted in nbgrader's database comes first, and the file's is added to it."""
    rules = replace(TEN_A_DAY, extensions={("ada", "01_x"): Extension(days=1)})

    assert lost(TEN_A_DAY, DAY, own_due=DUE + DAY) == 0
    assert lost(rules, 2 * DAY, own_due=DUE + DAY) == 0
    assert lost(rules, 2 * DAY + SECOND, own_due=DUE + DAY) == 10


def test_slip_days_go_by_due_time():
    """The assignment that was due first takes them, whatever was handed in or graded first."""
    first = HandedIn(DUE, "01_x", DUE + 2 * DAY, DUE)
    second = HandedIn(DUE + 7 * DAY, "02_y", DUE + 9 * DAY, DUE + 7 * DAY)
    rules = replace(TEN_A_DAY, slip_days=3)

    for handed_in in ([first, second], [second, first]):
        assert [lost_percent(rules, "ada", handed_in, name) for name in ("01_x", "02_y")] == [0, 10]
    assert lost_percent(rules, "ada", [second], "02_y") == 0
    assert lost_percent(replace(rules, own_slip_days={"ada": 0}), "ada", [first, second], "02_y") == 20


def test_a_slip_day_moves_hours_too():
    """Where hours are counted, a slip day takes a whole day, and what is left of it is lost."""
    rules = Rules(unit="hour", each=1.0, slip_days=1)

    assert lost(rules, timedelta(hours=20)) == 0
    assert lost(rules, timedelta(hours=30)) == 6
