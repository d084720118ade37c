"""Failures by cause: what is counted, and for whom."""

from autograder.report.causes import causes
from autograder.results import SubmissionResult, TestResult, exercise_result

OFF, SHORT, PASSED = (
    ("values", "failed", "values are off"),
    ("shape", "failed", "too short"),
    ("values", "passed"),
)


def seen(results):
    """The causes, briefly."""
    return [(cause.exercise, cause.says, cause.students) for cause in causes(results)]


def test_the_most_frequent_comes_first(result):
    """Grouped by exercise, hidden test and message; the same words elsewhere are another cause."""
    class_ = [
        result("ada", a=[SHORT], b=[OFF]),
        result("ben", a=[OFF], b=[PASSED]),
        result("cleo", a=[OFF, SHORT], b=[PASSED]),
        result("dan", a=[OFF], b=[PASSED]),
    ]

    assert seen(class_) == [
        ("a", "values are off", ("ben", "cleo", "dan")),
        ("a", "too short", ("ada", "cleo")),
        ("b", "values are off", ("ada",)),
    ]


def test_a_share_is_of_those_who_attempted(result):
    """Whoever left the exercise alone is in no count."""
    untouched = [("values", "not attempted", "not written yet")]
    [cause] = causes([result("ada", a=[OFF]), result("ben", a=[PASSED]), result("cleo", a=untouched)])

    assert (cause.students, cause.attempted, cause.share) == (("ada",), 2, 0.5)


def test_other_messages_of_the_same_test_are_told(result):
    """A test that fails in several ways says how often in all."""
    other = ("values", "failed", "a tensor was expected")
    found = causes([result("ada", a=[OFF]), result("ben", a=[OFF]), result("cleo", a=[other])])

    assert [(cause.says, len(cause.students), cause.lost) for cause in found] == [
        ("values are off", 2, 3),
        ("a tensor was expected", 1, 3),
    ]


def test_a_student_counts_once(result):
    """Also where a test is there twice."""
    [cause] = causes([result("ada", a=[OFF, OFF])])

    assert cause.students == ("ada",)


def test_time_and_crashes_are_causes_but_skips_are_none(result):
    """What was skipped because of another test, and what we could not grade, is nobody's mistake."""
    tests = [("t", "timed out", "still running"), ("u", "crashed", "died"), ("v", "skipped", "see above")]

    assert seen([result("ada", a=tests, b="the suite is broken")]) == [
        ("a", "still running", ("ada",)),
        ("a", "died", ("ada",)),
    ]


def test_a_file_that_cannot_be_read_is_one_cause():
    """It loses every exercise, and stands once, out of the whole class."""

    def unreadable(student):
        test = TestResult("all tests", "All tests.", "failed", 0.0, 4.0, says="its JSON is broken")
        exercises = [exercise_result(name, 4.0, [test]) for name in ("a", "b", "c")]
        return SubmissionResult(student, "01_tiny", exercises, ["its JSON is broken"])

    [cause] = causes([unreadable("ada"), unreadable("ben")])

    assert (cause.exercise, cause.students, cause.attempted) == ("", ("ada", "ben"), 2)
