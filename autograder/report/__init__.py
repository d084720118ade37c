"""Pages about a graded class, for those who teach it: what it scored, what went wrong, what looks alike."""

from autograder.report.found import ClassResults, look_up_class, read_results
from autograder.report.pages import page_name, write_report
from autograder.report.similarity import Pair, alike_in_class
from autograder.report.student_code import StudentCode, read_class

__all__ = [
    "ClassResults",
    "Pair",
    "StudentCode",
    "alike_in_class",
    "look_up_class",
    "page_name",
    "read_class",
    "read_results",
    "write_report",
]
