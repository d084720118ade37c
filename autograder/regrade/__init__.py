"""Staged regrading: grade anew, show who would gain or lose what and why, and change nothing unasked."""

from autograder.regrade.changes import Change, TestChange
from autograder.regrade.stage import Staged, apply, stage
from autograder.regrade.standing import Score, Standing, standings
from autograder.regrade.wording import lines, summary, to_contract

__all__ = [
    "Change",
    "Score",
    "Staged",
    "Standing",
    "TestChange",
    "apply",
    "lines",
    "stage",
    "standings",
    "summary",
    "to_contract",
]
