"""What grading says: results of tests, exercises and submissions, and their JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

__all__ = [
    "ACCELERATORS",
    "ExerciseResult",
    "SubmissionResult",
    "TestResult",
    "exercise_result",
    "from_contract",
    "to_contract",
    "ungraded_exercise",
]

TestStatus = Literal["passed", "failed", "timed out", "crashed", "skipped", "ungraded"]
ExerciseStatus = Literal["passed", "partial", "failed", "not attempted", "ungraded"]
# What device parity is tested on, by its type in torch: a real accelerator, or what stands for it.
ACCELERATORS = {
    "cuda": "a CUDA GPU",
    "mps": "Apple’s GPU",
    "simgpu": "a simulated accelerator with real data",
    "meta": "the meta device, which has no data",
}


@dataclass
class TestResult:
    """One hidden test.

    Attributes:
        name: Its function's name in words: "stride and padding".
        title: Its docstring: what passing means.
        status: The outcome.
        score: Points earned; None where ungraded.
        max_score: Points to be had.
        says: What is wrong, for the student.
        look_at: What to look at next, for the student.
        staff: Raw detail, for graders only.
        attempted: False where the function is missing or an untouched stub.
        measured: Numbers that the test found out, by name; for graders and the leaderboard only.
    """

    __test__ = False  # not a test, whatever pytest thinks of its name

    name: str
    title: str
    status: TestStatus
    score: float | None
    max_score: float
    says: str = ""
    look_at: str = ""
    staff: str = ""
    attempted: bool = True
    measured: dict[str, float] = field(default_factory=dict)


@dataclass
class ExerciseResult:
    """One exercise or choice question.

    Attributes:
        name: Its name.
        status: The outcome.
        score: Points earned; None where ungraded.
        max_score: Points to be had.
        tests: Its hidden tests.
        stand_ins: Exercises whose worked versions stood in for the student's own, which is missing or wrong.
    """

    name: str
    status: ExerciseStatus
    score: float | None
    max_score: float
    tests: list[TestResult] = field(default_factory=list)
    stand_ins: list[str] = field(default_factory=list)


@dataclass
class SubmissionResult:
    """One student's notebook.

    Attributes:
        student: Who handed it in.
        assignment: The assignment's name.
        exercises: In the notebook's order.
        problems: Lines about the file as a whole: unreadable, of another assignment, cells that failed.
        cells: What became of the cells that were run; `index` is the cell's place in the notebook.
        seconds: Wall time it took.
        notebook: SHA-256 of the file that was graded; empty where it could not be read.
        told: Plain strings that the student set for us, such as a pseudonym; untrusted.
        accelerator: On which kind device parity was tested, one of `ACCELERATORS`; empty
            where no code was run.
    """

    student: str
    assignment: str
    exercises: list[ExerciseResult]
    problems: list[str] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    notebook: str = ""
    told: dict[str, str] = field(default_factory=dict)
    accelerator: str = ""

    @property
    def status(self) -> Literal["graded", "ungraded"]:
        """Whether every exercise could be graded."""
        return "ungraded" if any(e.status == "ungraded" for e in self.exercises) else "graded"

    @property
    def score(self) -> float | None:
        """Points in all; None while anything is ungraded."""
        if self.status == "ungraded":
            return None
        return round(sum(e.score or 0.0 for e in self.exercises), 4)

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return sum(e.max_score for e in self.exercises)

    def to_json(self) -> dict[str, Any]:
        """Everything, for the store; `from_json` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SubmissionResult:
        """The result that `to_json` wrote."""
        exercises = [
            ExerciseResult(**{**exercise, "tests": [TestResult(**test) for test in exercise["tests"]]})
            for exercise in data["exercises"]
        ]
        return cls(**{**data, "exercises": exercises})


def exercise_result(name: str, max_score: float, tests: Sequence[TestResult]) -> ExerciseResult:
    """Sum the tests of one exercise up."""
    if any(test.status == "ungraded" for test in tests):
        return ExerciseResult(name, "ungraded", None, max_score, list(tests))
    passed = all(test.status == "passed" for test in tests)
    score = max_score if passed else round(sum(test.score or 0.0 for test in tests), 4)
    status: ExerciseStatus
    if passed:
        status = "passed"
    elif score > 0:
        status = "partial"
    elif any(not test.attempted for test in tests):
        status = "not attempted"
    else:
        status = "failed"
    return ExerciseResult(name, status, score, max_score, list(tests))


def ungraded_exercise(name: str, max_score: float, says: str, *, staff: str = "") -> ExerciseResult:
    """An exercise that we could not grade: never 0, never the student's fault."""
    test = TestResult("all tests", "All tests.", "ungraded", None, max_score, says=says, staff=staff)
    return ExerciseResult(name, "ungraded", None, max_score, [test])


def to_contract(
    assignment: str, engine: str, suite: str, submissions: Sequence[SubmissionResult]
) -> dict[str, Any]:
    """The JSON that reports, exports and outside checks read (docs/json.md)."""
    return {
        "assignment": assignment,
        "engine": engine,
        "suite": suite,
        "submissions": [_submission(submission) for submission in submissions],
    }


def from_contract(data: Any) -> list[SubmissionResult]:
    """The submissions in the JSON that `to_contract` made; what that leaves out stays empty.

    Raises:
        ValueError: It is something else.
    """
    try:
        assignment = str(data["assignment"])
        return [_read_submission(assignment, entry) for entry in data["submissions"]]
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(f"it is not what `autograder grade --json` writes ({error!r})") from None


def _read_submission(assignment: str, entry: dict[str, Any]) -> SubmissionResult:
    exercises = [_read_exercise(exercise) for exercise in entry["exercises"]]
    return SubmissionResult(
        str(entry["student"]),
        assignment,
        exercises,
        seconds=float(entry["seconds"]),
        accelerator=str(entry.get("accelerator", "")),
    )


def _read_exercise(entry: dict[str, Any]) -> ExerciseResult:
    if entry["status"] not in get_args(ExerciseStatus):
        raise ValueError(f"unknown status {entry['status']}")
    tests = [_read_test(test, entry["status"] != "not attempted") for test in entry["tests"]]
    stand_ins = [str(name) for name in entry.get("stand_ins", [])]
    return ExerciseResult(str(entry["name"]), entry["status"], *_read_scores(entry), tests, stand_ins)


def _read_test(entry: dict[str, Any], attempted: bool) -> TestResult:
    if entry["status"] not in get_args(TestStatus):
        raise ValueError(f"unknown status {entry['status']}")
    name = str(entry["name"])
    says, look_at, staff = (str(entry[key]) for key in ("says", "look_at", "staff"))
    score, most = _read_scores(entry)
    return TestResult(name, name, entry["status"], score, most, says, look_at, staff, attempted)


def _read_scores(entry: dict[str, Any]) -> tuple[float | None, float]:
    score = entry["score"]
    return None if score is None else float(score), float(entry["max_score"])


def _submission(result: SubmissionResult) -> dict[str, Any]:
    return {
        "student": result.student,
        "status": result.status,
        "score": result.score,
        "max_score": result.max_score,
        "seconds": round(result.seconds, 3),
        "accelerator": result.accelerator,
        "exercises": [_exercise(exercise) for exercise in result.exercises],
    }


def _exercise(result: ExerciseResult) -> dict[str, Any]:
    shown = ("name", "status", "score", "max_score", "says", "look_at", "staff", "measured")
    tests = [{key: getattr(test, key) for key in shown} for test in result.tests]
    scores = {"score": result.score, "max_score": result.max_score}
    return {
        "name": result.name,
        "status": result.status,
        **scores,
        "tests": tests,
        "stand_ins": result.stand_ins,
    }
