"""Validation: it finds what is wrong with an assignment, each fault by itself, and nothing in a right one."""

import shutil

import pytest

from autograder.build import build
from autograder.grader import Grader
from autograder.validate import JUNK, ExerciseReport, Report, Sentence, validate, write_report
from autograder.validate.notebooks import runs_in_time

NAME = "01_tiny"
HIDDEN = f"tests/hidden/{NAME}"
CAREFUL = "expect_equal(student.triple(2), 6, says='numbers are off')"
CARELESS = 'expect_true(student.triple(2) + 4 == 10, says="numbers are off")'
WRONG = {
    "adds_one": ("x + 1", "of tensors"),
    "squares": ("x * x", "of tensors"),
    "halves": ("x / 2", "of numbers"),
    "negates": ("-x", "of numbers"),
    "keeps": ("x", ""),
}
RIGHT = {"multiplies": "2 * x", "shifts": "x - (-x)"}


@pytest.fixture
def course(tmp_path, built_course):
    """The small course with enough examples, all of them right about what they say."""
    root = shutil.copytree(built_course, tmp_path / "course")
    suite = root / HIDDEN / "test_triple.py"
    text = suite.read_text().replace(CARELESS, CAREFUL).replace("import expect_true", "import expect_equal")
    suite.write_text(text)
    for exercise in ("double", "triple"):
        for name, (formula, fails) in WRONG.items():
            named = f"Fails: {fails}\n" if exercise == "double" and fails else ""
            write(root, "wrong", exercise, name, f'"""{name}.\n{named}"""', formula)
        for name, formula in RIGHT.items():
            write(root, "right", exercise, name, "", formula if exercise == "double" else f"{formula} + x")
    return root


def write(root, kind, exercise, name, docstring, formula):
    """One example."""
    path = root / HIDDEN / kind / exercise / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{docstring}\ndef {exercise}(x):\n    return {formula}\n")


@pytest.fixture
def no_notebook_is_run(monkeypatch):
    """Spares a test the start of a kernel; another one runs notebooks."""
    monkeypatch.setattr("autograder.validate.runs_in_time", lambda grader, report: [])


@pytest.fixture
def graded(monkeypatch):
    """What was really graded: names of exercises, or "all"."""
    asked, grade_cells = [], Grader.grade_cells

    def grade(self, cells, only=None, **options):
        asked.append("all" if only is None else "+".join(only))
        return grade_cells(self, cells, only, **options)

    monkeypatch.setattr(Grader, "grade_cells", grade)
    return asked


@pytest.mark.usefixtures("bubblewrap")
def test_a_right_assignment_has_no_problems(course):
    """Every example was tried, and the table counts them."""
    report = validate(course, NAME)

    assert report.problems == []
    double = report.exercises["double"]
    assert (double.tests, double.solution, double.stub) == (2, "passed", "not attempted")
    assert (double.wrong, double.right, double.killed) == ([True] * 5, [True] * 2, [True])
    assert report.survivors == []
    assert (double.share < 0.5, report.notebook_seconds > 0) == (True, True)


@pytest.mark.usefixtures("bubblewrap", "no_notebook_is_run")
def test_every_fault_is_found(course):
    """Missed, unfair, misnamed, missing and stray examples, a leak, drift and a careless suite."""
    write(course, "wrong", "double", "is_right", "", "2 * x")
    write(course, "wrong", "double", "misnamed", '"""Fails: of numbers"""', "x + x if type(x) is int else x")
    write(course, "right", "double", "is_wrong", "", "3 * x")
    write(course, "right", "quadruple", "strays", "", "4 * x")
    (course / HIDDEN / "wrong" / "triple" / "keeps.py").unlink()
    suite = course / HIDDEN / "test_triple.py"
    suite.write_text(suite.read_text().replace(CAREFUL, "assert student.triple(2) + 4 == 10"))
    suite = course / HIDDEN / "test_double.py"
    suite.write_text(
        f'{suite.read_text()}\n\ndef test_harmless(student):\n    """No harm."""\n    student.double(1)\n'
    )
    release = course / "release" / NAME / f"{NAME}.ipynb"
    release.write_text(release.read_text().replace("Tiny", "Tiny convnet-canary-7f3a"))

    found = "\n".join(validate(course, NAME).problems)

    for problem in (
        "double: wrong/double/is_right.py is not caught",
        "double: wrong/double/misnamed.py should fail 'of numbers', but fails ['of tensors']",
        "double: right/double/is_wrong.py is not full: of tensors failed: values are off",
        "quadruple: examples for an exercise that does not exist",
        "triple: 4 wrong examples, at least 5 are due",
        "triple: a solution that returns nothing breaks the suite: of numbers ungraded",
        "double: a solution that returns nothing earns points: harmless",
        "has drifted. Run: autograder build",
        "canary",
    ):
        assert problem in found


@pytest.mark.usefixtures("bubblewrap", "no_notebook_is_run")
def test_only_what_has_changed_is_tried_again(course, graded):
    """A new example and an exercise's other tests are tried; `again` tries all, and finds the same."""
    first = validate(course, NAME)
    everything = len(graded)
    assert (first.problems, everything > 30) == ([], True)

    def tried(**options):
        graded.clear()
        assert validate(course, NAME, **options).exercises.keys() == first.exercises.keys()
        return [only for only in graded if only != "all"]

    assert tried() == []

    write(course, "wrong", "double", "cubes", "", "x * x * x")
    assert tried() == ["double"]

    suite = course / HIDDEN / "test_triple.py"
    suite.write_text(suite.read_text() + "\n# another\n")
    assert set(tried()) == {"triple"}

    assert len(tried(again=True)) > everything - 5


@pytest.mark.usefixtures("bubblewrap", "no_notebook_is_run")
def test_what_could_not_be_graded_is_tried_again(course, graded):
    """A suite that fails over a solution is nothing to be kept."""
    suite = course / HIDDEN / "test_triple.py"
    suite.write_text(suite.read_text().replace(CAREFUL, "assert student.triple(2) + 4 == 10"))
    found = validate(course, NAME).problems
    broken = sum("breaks the suite" in problem or "broke the suite" in problem for problem in found)

    graded.clear()
    assert validate(course, NAME).problems == found
    assert broken == graded.count("triple") > 0


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap", "no_notebook_is_run")
def test_what_no_test_notices_is_named(course):
    """A mutant that loses nothing is a gap, unless `equivalent.toml` says truly why it is right."""
    suite = course / HIDDEN / "test_triple.py"
    suite.write_text(suite.read_text().replace(CAREFUL, 'expect_equal(student.triple(0), 0, says="off")'))
    gap = "triple, line 5: return 3 * x → return 4 * x"

    report = validate(course, NAME)

    assert gap in report.survivors
    assert "the suite notices" in "\n".join(report.problems)

    entry = '[[equivalent]]\nexercise = "{}"\nbefore = "{}"\nafter = "{}"\nreason = "zero"\n'
    entries = [("triple", "return 3 * x", "return 4 * x"), ("triple", "return 3 * x", "return x")]
    entries.append(("double", "return x + x", "return x - x"))
    (course / HIDDEN / "equivalent.toml").write_text("".join(entry.format(*one) for one in entries))
    report = validate(course, NAME)
    found = "\n".join(report.problems)

    assert gap not in report.survivors
    assert "triple: equivalent.toml names no mutant: return 3 * x → return x" in found
    assert (
        "double, line 5: return x + x → return x - x is called right in equivalent.toml, but loses" in found
    )


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
def test_solutions_and_right_examples_are_tried_under_many_draws(course):
    """What is right under the course's own seed only is not right, or the suite is flaky."""
    suite = course / HIDDEN / "test_double.py"
    flaky = "expect_close(student.double(x), 2 * x if x[0] < 271828.8 else x, "
    suite.write_text(suite.read_text().replace("expect_close(student.double(x), 2 * x, ", flaky))

    report = validate(course, NAME, quick=True, seeds=12)

    assert len(report.exercises["double"].right) == 2 * 12
    assert any("right/double/multiplies.py (seed " in problem for problem in report.problems)
    assert any("double: the solution is not full (seed " in problem for problem in report.problems)


@pytest.mark.usefixtures("bubblewrap")
def test_solutions_and_stubs_are_tried(course):
    """A suite that the solution does not pass, and one that the stub passes, are faults."""
    suite = course / HIDDEN / "test_double.py"
    suite.write_text(suite.read_text().replace("62674", "62675"))
    (course / HIDDEN / "test_triple.py").write_text("def test_nothing(student):\n    assert student\n")

    found = "\n".join(validate(course, NAME, quick=True).problems)

    assert "double: the solution is not full: of numbers failed: numbers are off" in found
    assert "triple: the untouched release is passed, not 'not attempted'" in found


@pytest.mark.usefixtures("bubblewrap")
def test_the_quick_way_tries_one_for_each_test(course):
    """Every right example, and a wrong one for each hidden test that is named."""
    report = validate(course, NAME, quick=True)

    assert report.problems == []
    assert report.exercises["double"].wrong == [True] * 3
    assert report.exercises["triple"].wrong == [True]
    assert report.exercises["double"].right == [True] * 2


@pytest.mark.usefixtures("bubblewrap", "no_notebook_is_run")
def test_a_message_that_tells_a_value_is_a_fault(course):
    """What students read holds no number that only a hidden test can know."""
    suite = course / HIDDEN / "test_double.py"
    suite.write_text(
        suite.read_text().replace('"numbers are off"', 'f"numbers are off: {2 * assert_secret * 100}"')
    )

    found = "\n".join(validate(course, NAME).problems)

    assert "double: wrong/double/adds_one.py: 'of numbers' tells a value: numbers are off: 6267400" in found


@pytest.mark.usefixtures("bubblewrap")
def test_a_test_that_nearly_takes_too_long_is_a_fault(course):
    """The solution must leave slower code, on slower machines, room below the deadline."""
    suite = course / HIDDEN / "test_double.py"
    busy = "deadline(2)\ndef test_of_numbers(student):\n    student.run(busy)"
    text = suite.read_text().replace("worth(1)\ndef test_of_numbers(student):", busy)
    text = text.replace("import expect_close", "import deadline, expect_close")
    spins = "    import time\n    while time.process_time() - start < 1.2:\n        pass\n    return 1\n"
    text += "\n\ndef busy(student):\n    import time\n    start = time.process_time()\n" + spins
    suite.write_text(text)

    found = "\n".join(validate(course, NAME, quick=True).problems)

    assert "of the time that 'of numbers' allows: make the test smaller" in found
    assert "'of tensors' allows" not in found


@pytest.mark.slow
@pytest.mark.usefixtures("bubblewrap")
def test_one_mistake_that_costs_twice_is_a_fault(course):
    """A worked helper that cannot stand in, since what it needs is no definition, is found."""
    script = course / "source" / NAME / f"{NAME}.py"
    text = script.read_text().replace("return 3 * x", "return double(x) + x")
    script.write_text(text)
    build(course, NAME)
    assert validate(course, NAME, quick=True).problems == []

    script.write_text(
        text.replace("return x + x", "return FACTOR * x").replace("torch\n", "torch\nFACTOR = int(2)\n", 1)
    )
    build(course, NAME)
    found = validate(course, NAME, quick=True).problems

    assert [line.partition(": of numbers")[0] for line in found] == [
        "triple: whoever lacks double loses points here, too"
    ]


@pytest.mark.usefixtures("bubblewrap")
@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'print("an experiment")',
            "import time\nwhile time.process_time() < 8:\n    pass",
            "s of processor time, 1 s are allowed (at the reference's pace",
        ),
        (
            'print("an experiment")',
            "raise ValueError('no')",
            "an experiment of the worked notebook stops: ValueError: no",
        ),
        pytest.param(
            "import torch\n",
            "import torch\n1 / 0\n",
            "does not run to its end: ZeroDivisionError: division by zero",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_notebook_that_stops_or_takes_too_long_is_a_fault(course, monkeypatch, old, new, problem):
    """It is run from top to bottom with its experiments, as students run it."""
    monkeypatch.setattr("autograder.validate.notebooks.NOTEBOOK_SECONDS", 1)
    script = course / "source" / NAME / f"{NAME}.py"
    script.write_text(script.read_text().replace(old, new))
    build(course, NAME)
    with Grader(course, NAME) as grader:
        [found] = runs_in_time(grader, Report(NAME, {}))

    assert problem in found


def test_the_page(tmp_path):
    """It holds the counts, the problems, the survivors and the sentences, escaped; and nothing runs in it."""
    entry = ExerciseReport(
        "double", 2, "passed", "not attempted", [True, False], [True], [True] * 3, 1.25, "of tensors", 0.25
    )
    entry.sentences.append(Sentence("adds_one", "Doubles.", "values <off>", "add x to itself"))
    report = Report(
        NAME, {"double": entry}, ["<script>alert(1)</script>"], ["double, line 4: a < b → a <= b"]
    )
    file = tmp_path / "page.html"

    write_report(file, [report])

    page = file.read_text()
    for text in (
        "1 / 2",
        "3 / 3",
        "1.25",
        "25 % of its deadline: of tensors",
        "values &lt;off&gt;",
        "adds one",
        "a &lt; b → a &lt;= b",
        "1 problem<",
    ):
        assert text in page
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_junk_differs():
    """Each kind of junk is another one."""
    assert len(set(JUNK.values())) == len(JUNK)
