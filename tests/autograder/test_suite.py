"""Hidden suites in the real host, against real rooms: verdicts, weights, gates, and what is never said."""

import json
import textwrap
from dataclasses import asdict
from pathlib import Path

import pytest

from autograder.host import SuiteHost
from autograder.session import Limits

HEAD = """
import torch, torch.nn.functional as F
from autograder.testing import *
"""
# One file for each exercise, as in a course; all collected once.
SUITES = {
    "weights": '''
        @worth(3)
        def test_doubles(student):
            """Doubles."""
            x = random(3)
            expect_close(student.double(x), 2 * x, says="values are off", look_at="2 * x")

        @worth(1)
        def test_of_a_number(student):
            """Works on numbers.

            This second paragraph is for authors.
            """
            expect_equal(student.double(21), 42, says="numbers are off")
        ''',
    "cases": '''
        @parametrize("number", [1, 2, 3])
        def test_squares(student, number):
            """Squares every number."""
            expect_equal(student.square(number), number**2, says=f"the square of {number} is off")

        def test_zero(student):
            """Squares zero."""
            expect_equal(student.square(0), 0, says="zero is off")
        ''',
    "gated": '''
        def test_first_in_the_file(student):
            """Comes first."""
            expect_equal(student.gated(1), 1, says="off")

        @gate
        @worth(2)
        def test_the_gate(student):
            """Is written by hand."""
            expect_equal(student.gated(0), 0, says="a shortcut")
        ''',
    "deadline": """
        @deadline(1)
        def test_quick(student):
            student.loop()

        def test_other(student):
            expect_equal(student.one(), 1, says="off")
        """,
    "syntax": "def test_broken(:",
    "import": "import no_such_module\ndef test_it(student): pass",
    "raises": """
        def test_of_ours(student):
            raise RuntimeError("the oracle broke")

        def test_of_theirs(student):
            expect_equal(student.one(), 1, says="off")
        """,
    "fixture": "def test_it(student, no_such_fixture): pass",
    "unsafe": """
        def test_trusts_what_it_gets(student):
            float(student.one()["key"])
        """,
    "lazy": """
        def test_finds_it_imported(student):
            import sys
            known = "wave" in sys.modules
            import wave
            expect_true(known, says="imported anew")
        """,
    "unsendable": "def test_it(student): student.one(object())",
    "seeded": """
        def test_draws(student):
            expect_true(False, says="x", staff=str([random(2), normal(2), integers(0, 99, 2)]))

        def test_draws_again(student):
            expect_true(False, says="x", staff=str([random(2), normal(2), integers(0, 99, 2)]))
        """,
    "measures": """
        def test_first(student):
            measured(accuracy=0.5, recall=1)
            expect_true(student.one() == 1, says="not one")

        def test_second(student):
            expect_true(student.one() == 1, says="not one")

        def test_third(student):
            measured(accuracy=float("nan"))
        """,
    "once": """
        def _count(student):
            return student.count(), float(random(1))

        def test_first(student):
            expect_true(False, says="x", staff=str(student.once(_count)))

        def test_second(student):
            expect_true(False, says="x", staff=str(student.once(_count)))

        def test_third(student):
            expect_true(False, says="x", staff=str(student.count()))
        """,
    "talk": '''
        @parametrize("secret", [31337.25])
        def test_words(student, secret):
            """Adds."""
            actual = student.talk(torch.tensor(secret))
            expect_close(actual, torch.tensor(27182.75), says="off", look_at="add")

        def test_raises(student):
            """Raises ValueError."""
            with expect_raises(ValueError, says="a bad value"):
                student.talk(torch.tensor(31337.25))

        def test_parity(student):
            """Works on an accelerator."""
            expect_parity(student, "talk", torch.tensor(31337.25))

        def test_shortcut(student):
            """Is written by hand."""
            expect_no_shortcut(student, "talk", torch.tensor(31337.25), forbidden=CONVOLUTIONS)
        ''',
    "expectations": """
        @parametrize("x", [torch.ones(2, 3)])
        def test_close(student, x):
            expect_close(student.give("close"), x, says="off")

        def test_equal(student):
            expect_equal(student.give("equal"), [1, (True, "a")], says="off")

        def test_tensor(student):
            expect_tensor(student.give("tensor"), shape=(2, 3), dtype=torch.float32)

        def test_number(student):
            expect_number(student.give("number"), 0.5, tolerance=1e-3, says="off")

        def test_at_least(student):
            expect_at_least(student.give("at least"), 0.9, says="too low")

        def test_at_most(student):
            expect_at_most(student.give("at most"), 0.1, says="too high")

        def test_raises(student):
            with expect_raises(ValueError, says="a negative size"):
                student.give("raises")

        def test_true(student):
            expect_true(student.give("true") == 1, says="not one")
        """,
    "vectorised": """
        def test_operations(student):
            expect_vectorised(student, "images", (random(2, 4, 4),), (random(32, 4, 4),))
        """,
    "shortcut": """
        @gate
        def test_by_hand(student):
            images, weight = random(1, 1, 4, 4), random(1, 1, 2, 2)
            expect_no_shortcut(student, "conv", images, weight, forbidden=CONVOLUTIONS)

        def test_values(student):
            images, weight = random(1, 1, 4, 4), random(1, 1, 2, 2)
            expect_close(student.conv(images, weight), F.conv2d(images, weight), says="off")
        """,
    "shared": """
        import os

        @shared
        def _dear(numbers, half):
            return numbers * half, os.getpid()

        def test_it(student):
            expect_true(False, says="x", staff=str(_dear(random(2), student.half())))
        """,
    "parity": """
        def test_device(student):
            expect_parity(student, "scale", random(3, 4), random(4))
        """,
    "unchanged": """
        def test_arguments(student):
            expect_unchanged_arguments(student, "scale", random(4, 3).T, factor=random(4))
        """,
    "nothing": "HELPER = 1",
}


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """A suite host with all of these suites."""
    folder = tmp_path_factory.mktemp("hidden")
    for name, text in SUITES.items():
        (folder / f"test_{name}.py").write_text(HEAD + textwrap.dedent(text))
    with SuiteHost(folder) as host:
        yield host


@pytest.fixture
def grade(host, warm):
    """Grades cells on exercises: `grade("weights", "def double(x): …")` is that exercise's result."""

    def graded(exercise, *cells, choices=(), seed=7, points=10.0, options=(), **limits):
        exercises = [exercise] if isinstance(exercise, str) else exercise
        small = Limits(**({"test_seconds": 5, "memory": 1 << 30} | limits))
        job = {
            "warm": warm,
            "cells": [textwrap.dedent(cell) for cell in cells],
            "exercises": dict.fromkeys(exercises, points),
            "choices": dict(choices),
            "seed": seed,
            "limits": asdict(small),
            **dict(options),
        }
        results = host.grade(job)["exercises"]
        return results[0] if isinstance(exercise, str) else results

    return graded


def outcomes(result):
    """Status of each test, by name."""
    return {test["name"]: test["status"] for test in result["tests"]}


def summary(result):
    """Status and score of an exercise."""
    return result["status"], result["score"]


@pytest.mark.parametrize(
    "asked_for_by",
    [
        pytest.param({}, id="entry point"),
        {"PYTEST_PLUGINS": "meddler"},
        {"PYTEST_ADDOPTS": "-p meddler"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_other_plugins_of_pytest_have_no_say(tmp_path, monkeypatch, warm, asked_for_by):
    """What else an instructor has installed, such as what shuffles tests, changes no grade."""
    place = tmp_path / "packages"
    package = place / "meddler-1.0.dist-info"
    package.mkdir(parents=True)
    (place / "meddler.py").write_text("def pytest_runtest_setup(item):\n    raise RuntimeError('meddled')\n")
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: meddler\nVersion: 1.0\n")
    if not asked_for_by:
        (package / "entry_points.txt").write_text("[pytest11]\nmeddler = meddler\n")
    for name, value in {"PYTHONPATH": str(place), **asked_for_by}.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "hidden"
    folder.mkdir()
    (folder / "test_weights.py").write_text(HEAD + textwrap.dedent(SUITES["weights"]))
    job = {"warm": warm, "cells": ["def double(x): return x + x"], "exercises": {"weights": 1}, "choices": {}}
    with SuiteHost(folder) as host:
        [result] = host.grade({**job, "seed": 7, "limits": asdict(Limits())})["exercises"]

    assert summary(result) == ("passed", 1)


# ------------------------------------------------------------------ points


@pytest.mark.parametrize(
    ("cell", "status", "score"),
    [
        ("def double(x): return x + x", "passed", 10),
        ("def double(x): return (x + x) * 1.0", "partial", 7.5),
        ("def double(x): return 42", "partial", 2.5),
        ("def double(x): return None", "failed", 0),
        ("def double(x): return x.no_such_attribute", "failed", 0),
        ("def double(x): raise NotImplementedError", "not attempted", 0),
        ("x = 1", "not attempted", 0),
        ("def double(:", "failed", 0),
    ],
)
def test_points_follow_the_weights(grade, cell, status, score):
    """Each test is worth its share: all of them full, some of them partial, none of them failed."""
    assert summary(grade("weights", cell)) == (status, score)


def test_a_test_is_named_by_its_function_and_docstring(grade):
    """The name is the function's, the title the docstring's first paragraph."""
    tests = grade("weights", "def double(x): return 42")["tests"]

    assert [(test["name"], test["title"]) for test in tests] == [
        ("doubles", "Doubles."),
        ("of a number", "Works on numbers."),
    ]
    assert [(test["score"], test["max_score"]) for test in tests] == [(0, 7.5), (2.5, 2.5)]
    assert (tests[0]["says"], tests[0]["look_at"]) == (
        "the output is an int, but a tensor was expected",
        "2 * x",
    )


def test_cases_are_one_test(grade):
    """A parametrised function is one test: the first case that fails speaks for it."""
    result = grade("cases", "def square(x): return x * x if x != 2 else 5")

    assert outcomes(result) == {"squares": "failed", "zero": "passed"}
    assert result["tests"][0]["says"] == "the square of 2 is off"
    assert summary(result) == ("partial", 5)


@pytest.mark.parametrize("points", [10.0, 1.0, 7.0, 0.5])
def test_full_points_are_exact(grade, points):
    """Whatever the shares round to, a full exercise has all its points, and a part never more."""
    assert grade("weights", "def double(x): return x + x", points=points)["score"] == points
    assert grade("cases", "def square(x): return x * x", points=points)["score"] == points


# ------------------------------------------------------------------ what is measured, and what is asked once


@pytest.mark.parametrize("one", [1, 2])
def test_what_is_measured_stands_in_the_result(grade, one):
    """Each test's own numbers, whether it is passed or not."""
    tests = grade("measures", f"def one(): return {one}")["tests"]

    assert [test["measured"] for test in tests] == [{"accuracy": 0.5, "recall": 1.0}, {}, {}]


def test_a_measure_that_is_no_number_is_our_mistake(grade):
    """NaN in a result would be nobody's number: the test is ungraded, and says so."""
    third = grade("measures", "def one(): return 1")["tests"][2]

    assert (third["status"], "accuracy is a finite number" in third["staff"]) == ("ungraded", True)


def test_what_is_asked_once_is_asked_by_the_first_test(grade):
    """The others of the exercise get the same answer, and no other student does."""
    cell = "calls = []\ndef count():\n    calls.append(1)\n    return len(calls)"
    first, second, third = (test["staff"] for test in grade("once", cell)["tests"])

    assert (first, third) == (second, "1")
    assert grade("once", "def count(): return 5")["tests"][0]["staff"].startswith("(5, ")


def test_a_fault_is_asked_for_once_too(grade):
    """What went wrong the first time costs each test that depends on it, in the same words."""
    cell = "import os\ndef count(): os._exit(1)"
    tests = grade("once", cell)["tests"]

    assert [test["status"] for test in tests] == ["crashed"] * 3
    assert tests[0]["says"] == tests[1]["says"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ('name = "fox"', {"pseudonym": "fox"}),
        ('name = ""', {}),
        ("name = 3", {}),
        ('name = "x" * 1000', {}),
        ("import os\nos._exit(1)", {}),
        ("", {}),
    ],
)
def test_what_students_tell_is_kept(host, warm, cell, told):
    """A short plain string in the variable that the assignment names, and nothing else."""
    job = {"warm": warm, "cells": [cell], "exercises": {}, "choices": {}, "told": {"pseudonym": "name"}}

    assert host.grade({**job, "seed": 1, "limits": asdict(Limits())})["told"] == told


# ------------------------------------------------------------------ gates


def test_a_failed_gate_closes_the_others(grade):
    """When a gate's expectation fails the other tests are skipped, say why, and score nothing."""
    result = grade("gated", "def gated(x): return 1")

    assert outcomes(result) == {"first in the file": "skipped", "the gate": "failed"}
    assert result["tests"][0]["says"] == "not run, because this failed: Is written by hand."
    assert summary(result) == ("failed", 0)


@pytest.mark.parametrize(
    ("body", "gate"),
    [
        ("return x if x else 1 / 0", "failed"),
        ("return x if x else os._exit(1)", "crashed"),
        ("return x if x else lambda: 0", "failed"),
    ],
    ids=["raises", "crashes", "returns junk"],
)
def test_other_failures_of_a_gate_close_nothing(grade, body, gate):
    """A gate that could not be judged costs its own points only."""
    result = grade("gated", f"import os\ndef gated(x): {body}")

    assert outcomes(result) == {"first in the file": "passed", "the gate": gate}


def test_an_open_gate_is_an_ordinary_test(grade):
    """A gate that passes closes nothing."""
    assert summary(grade("gated", "def gated(x): return x")) == ("passed", 10)


@pytest.mark.parametrize(
    ("exercise", "options", "statuses"),
    [
        ("gated", {"only_test": "first in the file"}, {"the gate": "passed", "first in the file": "failed"}),
        ("gated", {"only_test": "no such test"}, {"the gate": "passed", "first in the file": "skipped"}),
        ("cases", {"until_loss": True}, {"squares": "failed", "zero": "skipped"}),
        ("cases", {}, {"squares": "failed", "zero": "failed"}),
    ],
)
def test_whoever_looks_for_one_loss_need_not_run_all_tests(grade, exercise, options, statuses):
    """Validation asks for one test by its name, or for the first loss; gates are always run."""
    cells = ["def gated(x): return 0", "def square(x): return 5"]

    assert outcomes(grade(exercise, *cells, options=options)) == statuses


# ------------------------------------------------------------------ time, crashes


def test_deadlines_hold(grade):
    """A test may have less time than others; running out of it costs that test."""
    result = grade("deadline", "def loop():\n    while True: pass", "def one(): return 1", test_seconds=600)

    assert outcomes(result) == {"quick": "timed out", "other": "passed"}


def test_a_crash_costs_one_test(grade):
    """A process that dies is a crash in that test; the others are graded."""
    result = grade("deadline", "import os\ndef loop(): os._exit(0)", "def one(): return 1")

    assert outcomes(result) == {"quick": "crashed", "other": "passed"}
    assert result["tests"][0]["says"] == "the process that ran your code died"


# ------------------------------------------------------------------ faults of ours


@pytest.mark.parametrize("exercise", ["syntax", "import", "missing", "nothing", "fixture"])
def test_a_suite_that_cannot_be_read_grades_nothing(grade, exercise):
    """A suite with a mistake, without tests, or not there leaves its exercise ungraded, and no other."""
    broken, good = grade([exercise, "weights"], "def double(x): return x + x")

    assert summary(broken) == ("ungraded", None)
    assert summary(good) == ("passed", 10)


def test_what_is_wrong_with_a_suite_is_for_staff(grade):
    """Staff read where the mistake is."""
    [test] = grade("syntax", "")["tests"]

    assert "test_syntax.py" in test["staff"]
    assert test["says"] == "The hidden suite could not be read (test_syntax.py)."


@pytest.mark.parametrize(
    ("exercise", "staff"),
    [("raises", "the oracle broke"), ("unsafe", "TypeError"), ("unsendable", "cannot be sent")],
)
def test_an_unexpected_exception_is_ours(grade, exercise, staff):
    """What a hidden test raises by mistake is ungraded, never 0, and shown to staff."""
    result = grade(exercise, "def one(*args): return 1")

    assert summary(result) == ("ungraded", None)
    assert staff in result["tests"][0]["staff"]
    assert staff not in result["tests"][0]["says"]


# ------------------------------------------------------------------ the same each time


def test_what_a_suite_imports_late_is_imported_once(grade):
    """Each submission is graded in a fork of the host: what one imports there, the next ones find."""
    assert summary(grade("lazy")) == ("failed", 0)

    assert summary(grade("lazy")) == ("passed", 10)


def test_results_do_not_change(grade):
    """Grading the same notebook twice gives the same result, to the last digit."""
    cells = ["import torch\ndef double(x): return x + torch.rand(()) * 1e-3", "def square(x): return x / 0"]

    first, second = (grade(["weights", "cases", "seeded", "talk"], *cells) for _ in range(2))

    assert json.dumps(first) == json.dumps(second)


def test_hidden_inputs_follow_the_seed(grade):
    """Each test draws other inputs than its neighbour, the same ones every time, others with another seed."""
    drawn = [[test["staff"] for test in grade("seeded", "", seed=seed)["tests"]] for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1]
    assert len({*drawn[0], *drawn[2]}) == 4


# ------------------------------------------------------------------ choice questions

CHOICES = {"cost": [2.0, "cost", "b"], "side": [3.0, "side", "d"]}


@pytest.mark.parametrize(
    ("cell", "status", "score"),
    [
        ("cost = 'b'", "passed", 2),
        ("cost = ' (B). '", "passed", 2),
        ("cost = 'a'", "failed", 0),
        ("cost = 'bb'", "failed", 0),
        ("cost = None", "not attempted", 0),
        ("cost = ''", "not attempted", 0),
        ("", "not attempted", 0),
        ("cost = 5", "not attempted", 0),
        ("cost = ['b']", "not attempted", 0),
        ("cost = 'b' * 1000", "not attempted", 0),
        ("cost = type('Yes', (str,), {'__eq__': lambda a, b: True})('b')", "not attempted", 0),
        ("cost = lambda: 'b'", "not attempted", 0),
        ("import os\nos._exit(1)\ncost = 'b'", "passed", 2),
    ],
)
def test_choices_are_compared(grade, cell, status, score):
    """The right letter is full, however it is written; another is wrong; everything else is no choice."""
    [cost, _] = grade([], cell, choices=CHOICES)

    assert summary(cost) == (status, score)


def test_choices_do_not_tell_the_answer(grade):
    """What is said about a wrong choice names neither the right letter nor the chosen one."""
    [cost, side] = grade([], "cost = 'a'; side = '<b>evil</b>'", choices=CHOICES)

    for result in (cost, side):
        assert result["tests"][0]["says"] == "this is not what happens"
        assert "evil" not in json.dumps(result)


# ------------------------------------------------------------------ what is never said

TALKATIVE = {
    "a message": "raise ValueError(f'hidden {x}')",
    "a class": "raise type(f'hidden {x}'.replace('.', '_'), (RuntimeError,), {})()",
    "a class that expect_raises accepts": "raise type(f'hidden {x}', (ValueError,), {})()",
    "a class derived from nothing": "raise type(f'hidden{int(x)}', (Exception,), {})()",
    "a print": "print(f'hidden {x}')",
    "a missing name": """
    import sys
    raise sys.modules['autograder.worker'].NotDefined(f'hidden {x}')""",
    "a function's name": """
    def g(): raise NotImplementedError
    g.__code__ = g.__code__.replace(co_name='hidden31337', co_qualname='hidden31337')
    g()""",
    "a device": """
    if x.device.type != 'cpu': raise type(f'hidden{float(x.cpu())}', (Exception,), {})()
    return x""",
    "a key": "return {f'hidden {x}': 1}",
    "a text": "return f'hidden {x}'",
    "a value": "return x",
}


@pytest.mark.parametrize("body", TALKATIVE.values(), ids=TALKATIVE.keys())
def test_students_are_told_nothing_hidden(grade, body):
    """Neither hidden inputs nor expected values reach the words for the student, whatever their code says."""
    result = grade("talk", f"def talk(x):\n    {body.strip()}")

    for test in result["tests"]:
        for words in (test["says"], test["look_at"], test["title"]):
            assert not any(secret in words for secret in ("31337", "27182")), words


# ------------------------------------------------------------------ expectations

GIVEN = {
    "close": [
        "torch.ones(2, 3)",
        "torch.ones(2, 3) * 1.1",
        "torch.ones(3)",
        "1.0",
        "torch.ones(2, 3).double()",
    ],
    "equal": ["[1, (True, 'a')]", "[1, [True, 'a']]", "[1, (1, 'a')]", "[1.0, (True, 'a')]", "None"],
    "tensor": [
        "torch.zeros(2, 3)",
        "torch.zeros(6)",
        "torch.zeros(2, 3).int()",
        "torch.full((2, 3), torch.nan)",
        "1",
    ],
    "number": ["0.5004", "0.6", "float('nan')", "'0.5'", "True", "torch.tensor(0.5)", "10 ** 400"],
    "at least": ["0.9", "0.89", "float('inf')", "None"],
    "at most": ["0.1", "1", "float('-inf')", "'0'"],
    "raises": ["exec('raise UnicodeError')", "1", "1 / 0", "exec('raise Exception')"],
    "true": ["1", "2", "torch.ones(1)", "None"],
}


@pytest.mark.parametrize(
    ("what", "index"), [(what, index) for what, given in GIVEN.items() for index in range(len(given))]
)
def test_expectations(grade, what, index):
    """Each expectation accepts the first of these values and refuses the others, as the student's fault."""
    cell = f"import torch\ndef give(what):\n    if what == {what!r}: return {GIVEN[what][index]}"
    result = grade("expectations", cell)

    assert outcomes(result)[what] == ("failed" if index else "passed")
    assert result["status"] != "ungraded"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("return x.flatten(1).mean(1)", "passed"),
        ("return torch.stack([image.mean() for image in x])", "failed"),
        (
            "total = 0\n    for row in range(x.shape[1]): total = total + x[:, row]\n    return total",
            "passed",
        ),
        ("return 1 / 0", "passed"),
        ("raise NotImplementedError", "not attempted"),
    ],
)
def test_vectorised(grade, body, status):
    """A loop over what grows is found; one over what does not, or an exception, is left to other tests."""
    assert grade("vectorised", f"import torch\ndef images(x):\n    {body}")["status"] == status


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (["def conv(x, w): return (x.unfold(2, 2, 1).unfold(3, 2, 1) * w[0, 0]).sum((4, 5))"], "passed"),
        (["def conv(x, w): return torch.nn.functional.conv2d(x, w)"], "failed"),
        (["def conv(x, w): return getattr(torch, 'conv' + '2d')(x, w)"], "failed"),
        (["def conv(x, w): return eval('torch.con' 'v2d(x, w)')"], "failed"),
        (["slide = torch.conv2d", "def conv(x, w): return slide(x, w)"], "failed"),
        (["def conv(x, w):\n    if x.sum() < 0: return torch.conv2d(x, w)\n    return x"], "failed"),
        (["def conv(x, w): return torch.ops.aten.convolution(x, w, None, 1, 0, 1, False, 0, 1)"], "failed"),
        (["def conv2d(x, w): return x", "def conv(x, w): return conv2d(x, w)"], "partial"),
    ],
)  # fmt: skip
def test_shortcuts(grade, cells, status):
    """Torch's own convolution is found by name and by dispatch, and earns nothing; an own function may."""
    result = grade("shortcut", "import torch", *cells)

    assert result["status"] == status
    assert (outcomes(result)["values"] == "skipped") == (status == "failed")


def test_what_is_shared_is_worked_out_once(grade, host):
    """One submission finds what another's grading worked out, for the same arguments; damage is no harm."""

    def found(cell, seed):
        return grade("shared", cell, seed=seed)["tests"][0]["staff"]

    half, third = "def half(): return 1 / 2", "def half(): return 1 / 3"
    first = found(half, 1)

    assert found(half, 1) == first
    assert len({first, found(third, 1), found(half, 2)}) == 3
    for file in Path(host._folder.name).iterdir():
        if not file.is_socket():
            file.write_bytes(file.read_bytes()[:100])
    again = found(half, 1)
    assert again != first
    assert again.rpartition(",")[0] == first.rpartition(",")[0]  # but for who worked it out


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("return x * factor", "passed"),
        ("return x * factor + torch.zeros(4, device=x.device, dtype=x.dtype)", "passed"),
        ("return x * factor + x.new_zeros(4)", "passed"),
        ("return x * factor + torch.zeros(4)", "failed"),
        ("return (x.cpu() * factor.cpu())", "failed"),
        ("return (x.cpu() * factor.cpu()).to(x.device)", "failed"),
        ("return torch.from_numpy(x.numpy() * factor.numpy())", "failed"),
        ("return x * factor if x.device.type == 'cpu' else x", "failed"),
        ("return 1 / 0", "failed"),
    ],
)
def test_parity(grade, body, status):
    """Hard-coded devices, copies to the CPU and back, and trips through NumPy are found without a GPU."""
    assert grade("parity", f"import torch\ndef scale(x, factor):\n    {body}")["status"] == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("return x * factor", "passed"),
        ("return x * factor if x.sum() > 0 else x * factor", "passed"),
        ("return torch.ones(3, 4)", "failed"),
    ],
)
def test_parity_without_data(grade, body, status):
    """Where a room can only offer the meta device, what leaves it fails, and nothing else."""
    cells = ["from convlab import simulated_device", "simulated_device.available = lambda: False"]

    result = grade(
        "parity", *cells, f"import torch\ndef scale(x, factor):\n    {body}", options={"accelerator": "meta"}
    )

    assert result["status"] == status


def test_no_student_chooses_the_accelerator(grade):
    """Code that makes its room pretend to have the meta device has no value to show."""
    cells = ["from convlab import simulated_device", "simulated_device.available = lambda: False"]

    assert grade("parity", *cells, "def scale(x, factor): return x * factor")["status"] == "failed"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("return x * factor", "passed"),
        ("return x.clone().mul_(factor)", "passed"),
        ("return x.mul_(factor)", "failed"),
        ("return x.reshape(-1).mul_(2).reshape(3, 4) * factor", "failed"),
        ("factor[0] = 1\n    return x * factor", "failed"),
        ("return x.resize_(12)", "failed"),
    ],
)
def test_unchanged_arguments(grade, body, status):
    """Writing into an argument is found, also into one given by keyword."""
    assert grade("unchanged", f"import torch\ndef scale(x, factor):\n    {body}")["status"] == status
