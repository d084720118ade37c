"""One submission's life in a real room: cells as a notebook runs them, then a fork for each test."""

import base64
import contextlib
import select
import time

import numpy as np
import pytest
import torch

from autograder import codec
from autograder.channel import Output
from autograder.verdicts import (
    NotAttempted,
    StudentCrashed,
    StudentFault,
    StudentRaised,
    StudentReturnedJunk,
    StudentTimedOut,
)
from autograder.warm import WarmServer

# ------------------------------------------------------------------ cells, as IPython runs them


def test_cells_share_their_names(notebook):
    """A later cell sees what an earlier one defined, and a test sees what all of them left."""
    submission = notebook("x = 1", "def f(): return x", "x += 1")

    assert submission.call("f") == 2


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\nx = 5",
        "%%time\nx = 5",
        "!ls /\nx = 5",
        "x = !echo 5\nx = int(x[0])",
        "get_ipython().run_line_magic('matplotlib', 'inline'); x = 5",
        "import asyncio\nx = await asyncio.sleep(0, 5)",
        "%config InlineBackend.figure_format = 'retina'\nx = 5",
        "import warnings\nwarnings.warn('careful')\nx = 5",
        "import sys; sys.stderr.write('red'); x = 5",
        "x = (35\n  % 10)",
        "assert __name__ == '__main__'\nx = 5",
        "from pathlib import Path\nPath('note.txt').write_text('5')\nx = int(open('note.txt').read())",
        "from concurrent import futures\nx = list(futures.ThreadPoolExecutor(2).map(abs, [-5]))[0]",
        "import subprocess\nx = int(subprocess.run(['echo', '5'], capture_output=True).stdout)",
        "import pickle\nclass A: n = 5\nx = pickle.loads(pickle.dumps(A())).n",
        "from torch import utils, ones\nx = len(list(utils.data.DataLoader(ones(5), num_workers=2)))",
        "import torch\nx = 5 * int(torch.compile(lambda a: a, backend='eager')(torch.ones(1)))",
    ],
)
def test_cells_behave_as_in_a_notebook(notebook, cell):
    """Magics, shell lines, top-level await, threads, subprocesses, files, loaders with workers: no error."""
    submission = notebook(cell, "def f(): return x")

    [run, _] = submission.run_cells()
    assert run.error is None, run.error
    assert submission.call("f") == 5


def test_what_a_cell_shows_is_kept(notebook):
    """Prints, displays and the last expression are kept; a silenced one is not."""
    submission = notebook(
        "print('printed')\n6 * 7",
        "6 * 7;",
        "display('one'); display({'two': 2})",
        "from IPython.display import HTML\nHTML('<b>bold</b>')",
    )

    runs = submission.run_cells()

    assert runs[0].text == "printed\n"
    assert [run.shown for run in runs] == [
        [{"text/plain": "42"}],
        [],
        [{"text/plain": "'one'"}, {"text/plain": "{'two': 2}"}],
        [{"text/plain": "<IPython.core.display.HTML object>"}],
    ]


def test_figures_are_shown_as_pictures(notebook):
    """A matplotlib figure becomes a PNG in the cell that drew it."""
    [run] = notebook("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()").run_cells()

    assert run.error is None
    [shown] = run.shown
    assert base64.b64decode(shown["image/png"]).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def broken(:", "SyntaxError"),
        ("import sys\nsys.exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("input('name?')", "StdinNotImplementedError EOFError"),
        ("import no_such_module", "ModuleNotFoundError"),
        ("def f(): return f()\nf()", "RecursionError"),
        ("raise type('Own', (ValueError,), {'__str__': lambda self: 1 / 0})()", "Own Exception"),
        ("%no_such_magic", "UsageError"),
        ("\ud800", "a cell that cannot be encoded"),
    ],
)
def test_a_cell_that_raises_stops_no_other(notebook, cell, kind):
    """Whatever one cell raises is reported for that cell, and the next ones are run."""
    submission = notebook("before = 1", cell, "def f(): return before + 1")

    runs = submission.run_cells()

    assert submission.call("f") == 2
    if runs[1].fatal is None and kind != "UsageError":  # IPython itself reports its usage errors by printing
        assert runs[1].error["types"][0] in kind.split()


@pytest.mark.parametrize("cell", ["exit()", "quit()", "exit"])
def test_exit_in_a_cell_stops_no_other(notebook, cell):
    """`exit` ends a kernel, but no grading."""
    submission = notebook(cell, "def f(): return 2")

    assert submission.call("f") == 2


def test_a_huge_cell_is_the_students_fault(notebook):
    """A cell too large to be sent is reported for that cell, and the others are graded."""
    submission = notebook("def f(): return 1", "x = '" + "a" * (codec.MAX_HEADER + 100) + "'")

    assert submission.call("f") == 1


def test_output_of_a_cell_is_cut(notebook):
    """A megabyte of prints is kept as its beginning and a count."""
    [run] = notebook("print('x' * (1 << 20))").run_cells()

    assert run.error is None
    assert run.text.startswith("xxx")
    assert len(run.text) < 2 * Output.KEPT
    assert "more bytes]" in run.text


def test_unseeded_randomness_is_the_same_in_every_grading(warm):
    """The same notebook gives the same result in another room of another server, seeded or not."""
    from autograder.session import Session

    cells = [
        "import random, numpy, torch",
        "def f(): return [random.random(), float(numpy.random.rand()), float(torch.rand(())), hash('text')]",
    ]
    drawn = []
    with WarmServer() as other:
        for address in (warm, other.address):
            with Session(address, cells) as session:
                session.begin_test()
                drawn.append(session.request("call", "f", [], {}))

    assert drawn[0] == drawn[1]


# ------------------------------------------------------------------ values and exceptions


@pytest.mark.parametrize(
    "value",
    [1, 2**100, 1.5, "text", None, True, [1, (2, {"a": b"b"})], torch.float16],
    ids=repr,
)
def test_values_go_in_and_come_back(notebook, value):
    """Arguments arrive as they are, and so do results."""
    assert notebook("def same(x): return x").call("same", value) == value


def test_tensors_go_in_and_come_back(notebook):
    """Views keep their strides on the way in; keyword arguments and arrays work too."""
    submission = notebook(
        "def strides(x): return x.stride(), x.requires_grad", "def add(a, *, b): return a + b"
    )
    view = torch.arange(12.0).reshape(3, 4).T.requires_grad_()

    assert submission.call("strides", view) == ((1, 4), True)
    assert torch.equal(submission.call("add", torch.ones(2), b=torch.ones(2)), torch.full((2,), 2.0))
    assert np.array_equal(submission.call("add", np.ones(2), b=1), np.full(2, 2.0))


def test_exceptions_come_as_data(notebook):
    """The fault names Python's own class, its bases, and the student's own line, but never the message."""
    submission = notebook(
        "x = 1", "class Own(ValueError): pass\ndef f(secret):\n    raise Own(f'got {secret}')"
    )

    fault = submission.fault("f", 31337, kind=StudentRaised)

    assert fault.types[:2] == ("Own", "ValueError")
    assert fault.says == "your code raised ValueError at `raise Own(f'got {secret}')`"
    assert "got 31337" in fault.staff


def test_the_nearest_own_line_is_named(notebook):
    """An exception deep inside torch is located at the line that called it."""
    fault = notebook("import torch\ndef f():\n    return torch.zeros(2) @ torch.zeros(3)").fault(
        "f", kind=StudentRaised
    )

    assert fault.says == "your code raised RuntimeError at `return torch.zeros(2) @ torch.zeros(3)`"


def test_stubs_are_not_attempted(notebook):
    """NotImplementedError from the student's code means that nothing was tried, also from a helper."""
    stub = "def f(x):\n    raise NotImplementedError('f')"

    fault = notebook(stub).fault("f", 1, kind=NotAttempted)

    assert fault.says == "f still raises NotImplementedError"
    assert notebook(stub, "def g(x): return f(x)").fault("g", 1, kind=NotAttempted).says == fault.says


def test_missing_names_are_not_attempted(notebook):
    """What the notebook does not define was not attempted."""
    assert notebook("x = 1").fault("f", kind=NotAttempted).says == "the notebook defines no f"


def test_a_cell_that_raised_is_named_as_the_reason(notebook):
    """When the cell that defines a name raised before it did, that is said."""
    fault = notebook("1 / 0\ndef f(): return 1").fault("f", kind=StudentFault)

    assert fault.says.startswith("the cell that defines f raised ZeroDivisionError in line 1")


def test_calls_and_operations_can_be_asked_for(notebook):
    """`operations` lists what a call dispatches, also of one that raises in the end."""
    submission = notebook(
        """
        import torch
        def f(x):
            y = torch.nn.functional.conv2d(x, x)
            raise ValueError
        """
    )

    with submission.test() as student:
        assert "convolution" in student.operations("f", torch.ones(1, 1, 3, 3))


@pytest.mark.parametrize(
    "expression",
    [
        "lambda: 0", "{1, 2}", "object()", "torch.zeros(2, device='meta')", "cyclic", "nn.Linear(1, 1)",
        "(x for x in 'ab')", "type('T', (str,), {})('a')", "'\\ud800'", "torch.zeros(1).expand(1 << 33)",
        "10 ** 5000", "'x' * (2 << 20)",
    ],
)  # fmt: skip
def test_what_is_not_plain_data_is_junk(notebook, expression):
    """A result that cannot be sent costs the test, and says so."""
    submission = notebook(
        "import torch\nfrom torch import nn\ncyclic = []\ncyclic.append(cyclic)",
        f"def f(): return {expression}",
    )

    fault = submission.fault("f", kind=StudentFault)

    assert isinstance(fault, StudentReturnedJunk) or fault.types[0] in ("MemoryError", "RuntimeError")


def test_a_huge_result_is_junk(notebook):
    """More than the wire allows is refused on the student's side of it."""
    submission = notebook("import torch\ndef f(): return torch.zeros(300 << 20, dtype=torch.uint8)")

    assert (
        submission.fault("f", kind=StudentReturnedJunk).says
        == "the value that was returned is not plain data"
    )


# ------------------------------------------------------------------ tests do not meet


def test_globals_do_not_leak_into_the_next_test(notebook):
    """What a test changes in the notebook's state is gone in the next one."""
    submission = notebook("count = 0\ndef f():\n    global count\n    count += 1\n    return count")

    with submission.test() as student:
        assert [student.f(), student.f()] == [1, 2]
    assert submission.call("f") == 1


def test_patches_do_not_leak_into_the_next_test(notebook):
    """Nor are changes to torch or to other modules."""
    submission = notebook(
        "import torch\ndef f():\n    new = torch.sum is not sum\n    torch.sum = sum\n    return new"
    )

    assert [submission.call("f"), submission.call("f")] == [True, True]


def test_random_state_starts_alike_in_each_test(notebook):
    """Each test draws the same numbers, whatever the tests before it drew."""
    submission = notebook("import torch\ntorch.manual_seed(1)\ndef f(): return torch.rand(3)")

    assert torch.equal(submission.call("f"), submission.call("f"))


def test_files_do_not_leak_into_another_submission(notebook):
    """The room's folder is its own; only tests of one submission share it."""
    writes = "def f():\n    open('/tmp/note', 'a').write('x')\n    return len(open('/tmp/note').read())"

    assert notebook(writes).call("f") == 1
    assert notebook(writes).call("f") == 1


STARTS_A_DAEMON = """
import os, time
def f():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3600)
        os._exit(0)
    return os.getpid()
def g():
    processes = [int(name) for name in os.listdir('/proc') if name.isdigit()]
    return sorted(set(processes) - {os.getpid(), os.getppid(), 1})
"""


def test_daemons_end_with_their_test(notebook):
    """A process that detached itself is gone when the next test begins."""
    submission = notebook(STARTS_A_DAEMON)

    submission.call("f")

    assert submission.call("g") == []


def test_threads_end_with_their_test(notebook):
    """A test that leaves threads running is over when it is over."""
    submission = notebook(
        "import threading, time",
        "def f():\n    threading.Thread(target=time.sleep, args=(3600,)).start()\n    return 1",
    )

    assert [submission.call("f"), submission.call("f")] == [1, 1]


# ------------------------------------------------------------------ fatal tests


@pytest.mark.parametrize(
    "body",
    [
        "os._exit(0)",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "ctypes.string_at(0)",
        "os.abort()",
    ],
)
def test_a_dead_process_costs_one_test(notebook, body):
    """However the process dies, the fault is the student's and the next test works."""
    submission = notebook(f"import os, signal, ctypes\ndef f(): {body}", "def g(): return 1")

    submission.fault("f", kind=StudentCrashed)

    assert submission.call("g") == 1


@pytest.mark.parametrize("target", ["os.getppid()", "-1", "1"])
def test_ending_other_processes_costs_no_other_test(notebook, target):
    """A test that ends every process of its room but itself is answered; the next one gets a new room."""
    submission = notebook(
        f"import os, signal\ndef f():\n    try: os.kill({target}, signal.SIGKILL)\n    except OSError: pass",
        "def g(): return 1",
    )

    assert submission.call("f") is None
    assert submission.call("g") == 1


def test_recursion_without_a_limit_costs_one_test(notebook):
    """Nor does it matter when the limit of recursion is lifted."""
    submission = notebook(
        "import sys\ndef f():\n    sys.setrecursionlimit(10**9)\n    return h(0)\ndef h(n): return h(n + 1)",
        "def g(): return 1",
        test_seconds=1,
    )

    submission.fault("f", kind=StudentFault)

    assert submission.call("g") == 1


def test_a_crash_is_named_for_staff(notebook):
    """Staff read which signal ended the process."""
    fault = notebook("import ctypes\ndef f(): ctypes.string_at(0)").fault("f", kind=StudentCrashed)

    assert fault.staff.startswith("SIGSEGV")


@pytest.mark.parametrize("call", ["sys.exit()", "exit()", "raise SystemExit", "raise KeyboardInterrupt"])
def test_exit_in_a_test_is_an_exception(notebook, call):
    """Leaving by exception is reported as the exception that it is."""
    submission = notebook(f"import sys\ndef f(): {call}" if "raise" not in call else f"def f():\n    {call}")

    fault = submission.fault("f", kind=StudentRaised)

    assert "BaseException" in fault.types


def test_deep_recursion_is_an_exception(notebook):
    """Endless recursion is a RecursionError at the student's line."""
    fault = notebook("def f(n): return f(n + 1)").fault("f", 0, kind=StudentRaised)

    assert fault.says == "your code raised RecursionError at `def f(n): return f(n + 1)`"


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\n    while True: pass",
        "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
        "while True: torch.ones(999, 999) @ torch.ones(999, 999)",
    ],
    ids=["plain", "ignores signals", "catches everything", "inside torch"],
)
def test_an_endless_loop_times_out(notebook, loop):
    """A loop is ended when its processor time is up, whatever it ignores; the next test works."""
    submission = notebook(f"import signal, torch\ndef f():\n    {loop}", "def g(): return 1", test_seconds=1)

    submission.fault("f", kind=StudentTimedOut)

    assert submission.call("g") == 1


def test_a_sleeping_test_times_out(notebook):
    """Code that waits for ever uses no processor time, and is ended by the clock."""
    submission = notebook(
        "import time\ndef f(): time.sleep(3600)", "def g(): return 1", test_seconds=1, wall_factor=0.5
    )

    fault = submission.fault("f", kind=StudentTimedOut)

    assert fault.says == "your code did not finish in time"
    assert submission.call("g") == 1


def test_a_test_may_ask_for_more_time(notebook):
    """`begin_test(seconds)` replaces the usual limit for this test."""
    submission = notebook(
        "import time\ndef f(): time.sleep(0.6)\ndef g(): return 1", test_seconds=1, wall_factor=0.3
    )

    with submission.test(seconds=20) as student:
        assert student.f() is None


def test_the_whole_submission_has_a_time(notebook):
    """When the submission's time is used up, the remaining tests are timed out and nothing is run."""
    submission = notebook("def f(): return 1", submission_seconds=0.0)
    time.sleep(0.01)

    with pytest.raises(StudentTimedOut, match="the time for the whole notebook is used up"):
        submission.session.begin_test()


# ------------------------------------------------------------------ fatal cells


@pytest.mark.parametrize(
    "cell",
    [
        "import os\nos._exit(3)",
        "while True: pass",
        "import time\ntime.sleep(3600)",
        "import ctypes\nctypes.string_at(0)",
    ],
    ids=["exits", "loops", "sleeps", "crashes"],
)
def test_a_fatal_cell_costs_only_itself(notebook, cell):
    """The room is built anew; of the fatal cell only the definitions are run, of the others everything."""
    submission = notebook(
        "x = [1]",
        f"def g(): return 2\n{cell}\ny = [3]",
        "x.append(4)\ndef f(): return x",
        cell_seconds=1,
        wall_factor=2,
    )

    assert submission.call("f") == [1, 4]
    assert submission.call("g") == 2
    assert [run.fatal is not None for run in submission.session.runs] == [False, True, False]


def test_what_a_fatal_cell_did_not_define_is_explained(notebook):
    """A name that is missing because its cell ended its process is no missing attempt."""
    fault = notebook("import os\nos._exit(1)\nf = make()").fault("f", kind=StudentFault)

    assert not isinstance(fault, NotAttempted)
    assert fault.says.startswith("the cell that defines f did not finish: the cell that begins `")


def test_too_many_fatal_cells_end_the_grading(notebook):
    """After so many rooms the remaining tests are not run, and that is the student's doing."""
    submission = notebook(*["import os\nos._exit(1)"] * 4, "def f(): return 1", rooms=3)

    for _ in range(2):
        with pytest.raises(StudentCrashed, match="again and again"):
            submission.session.begin_test()


def test_a_room_is_worth_several_fatal_cells(notebook):
    """As long as there are rooms left, each fatal cell costs one."""
    submission = notebook(*["import os\nos._exit(1)"] * 2, "def f(): return 1", rooms=3)

    assert submission.call("f") == 1


# ------------------------------------------------------------------ memory, processes, output


def test_too_much_memory_raises_in_student_code(notebook):
    """An allocation over the limit is an exception at the student's line, not a dead machine."""
    submission = notebook("import torch\ndef f(): return torch.zeros(2 << 30, dtype=torch.uint8).sum()")

    fault = submission.fault("f", kind=StudentRaised)

    assert {"RuntimeError", "MemoryError"} & set(fault.types)


def test_memory_of_all_processes_is_bounded(notebook):
    """Many processes, each within its limit, are ended when their sum is over the room's."""
    submission = notebook(
        """
        import os, time
        def f():
            for _ in range(6):
                if os.fork() == 0:
                    kept = bytearray(os.urandom(1 << 20)) * 200
                    time.sleep(3600)
            time.sleep(3600)
        def g(): return 1
        """,
        memory_sum=1 << 30,
    )

    fault = submission.fault("f", kind=StudentCrashed)

    assert "together used more than 1 GB" in fault.says
    assert submission.call("g") == 1


def test_files_in_memory_are_bounded(notebook):
    """The private folders hold so much and no more; a single file even less."""
    submission = notebook(
        """
        def f():
            for folder in ('/tmp', '/dev/shm'):
                try:
                    for i in range(9):
                        with open(f'{folder}/{i}', 'wb') as file:
                            for _ in range(32): file.write(bytes(1 << 20))
                except OSError:
                    continue
                return False
            return True
        """
    )

    assert submission.call("f") is True


def test_a_fork_bomb_is_bounded(notebook):
    """Forking without end fails in the room, and everything is gone in the next test."""
    submission = notebook(
        """
        import os, time
        def f():
            count = 0
            try:
                while count < 1000:
                    if os.fork() == 0:
                        time.sleep(3600)
                    count += 1
            except OSError:
                return count
        """
        + STARTS_A_DAEMON.partition("def g")[1]
        + STARTS_A_DAEMON.partition("def g")[2].replace("\n", "\n        "),
        memory_sum=64 << 30,
    )

    assert submission.call("f") < 70
    assert submission.call("g") == []


def test_a_flood_of_output_ends_the_test(notebook):
    """A print in an endless loop is ended, and the next test works."""
    submission = notebook(
        "def f():\n    while True: print('x' * 100_000)", "def g(): return 1", test_seconds=30
    )

    fault = submission.fault("f", kind=StudentCrashed)

    assert "printed more than" in fault.says
    assert submission.call("g") == 1


# ------------------------------------------------------------------ a process that lies

FINDS_SOCKETS = """
import json, os, socket, stat, struct, sys
def sockets():
    found = []
    for name in os.listdir('/proc/self/fd'):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode): found.append(int(name))
        except OSError:
            pass
    return found
def frame(value, body=b'', buffers=()):
    if not isinstance(value, bytes):
        value = json.dumps({'value': value, 'buffers': list(buffers)}).encode()
    header = value
    return struct.pack('<4sIQ', b'AGR1', len(header), len(body)) + header + body
def tell(data):
    for fd in sockets(): os.write(fd, data)
def dict_of(**entries): return {'dict': [[key, value] for key, value in entries.items()]}
"""
JUNK_REPLIES = {
    "garbage": "b'garbage that is long enough to be a prefix'",
    "a huge header": "struct.pack('<4sIQ', b'AGR1', 2**31, 0)",
    "a huge body": "struct.pack('<4sIQ', b'AGR1', 2, 2**60) + b'{}'",
    "broken JSON": "frame(b'{')",
    "deep JSON": "frame(b'[' * 100000)",
    "no reply": "frame('text')",
    "two replies": "frame(dict_of(value=1)) * 2",
    "a reply and an error": "frame(dict_of(value=1, error=dict_of()))",
    "an error of a wrong kind": "frame(dict_of(error=5))",
    "a lying buffer": """frame(
        dict_of(value={'tensor': 0}), bytes(4), [{'size': 8, 'of': 'float32', 'shape': [2]}])""",
    "an error of junk": """frame(
        dict_of(error=dict_of(types=5, trace=None, cell=[], line='x', function=0, missing=1)))""",
    "an error of tensors": """frame(
        dict_of(error=dict_of(types={'tensor': 0}, trace={'tensor': 1}, missing={'tensor': 2})),
        bytes(3), [{'size': 1, 'of': 'bool', 'shape': [1]}] * 3)""",
}


@pytest.mark.parametrize("reply", JUNK_REPLIES.values(), ids=JUNK_REPLIES.keys())
def test_a_forged_reply_is_the_students_fault(notebook, reply):
    """A test's process that writes what it likes gets a verdict, never an exception of ours."""
    submission = notebook(
        FINDS_SOCKETS,
        f"def f():\n    tell({reply})\n    os._exit(0)",
        "def g(): return 1",
        test_seconds=1,
    )

    submission.fault("f", kind=StudentFault)

    assert submission.call("g") == 1


@pytest.mark.parametrize("missing", ["'\\u001b[2J<b>forged</b>'", "'solved_everything'", "'x' * 100000"])
def test_a_forged_missing_name_is_not_repeated(notebook, missing):
    """A name that nobody asked for is not put into the words for the student."""
    submission = notebook(
        FINDS_SOCKETS,
        f"def f():\n    tell(frame(dict_of(error=dict_of(types={{'list': []}}, missing={missing}))))",
    )

    fault = submission.fault("f", kind=StudentFault)

    assert not any(word in fault.says for word in ("forged", "solved", "xxx", "\x1b"))


def test_a_halved_reply_times_out(notebook):
    """A frame that never ends is waited for until the time is up."""
    submission = notebook(
        FINDS_SOCKETS, "import time\ndef f():\n    tell(frame('text')[:20])\n    time.sleep(3600)",
        "def g(): return 1", test_seconds=1, wall_factor=1,
    )  # fmt: skip

    submission.fault("f", kind=StudentTimedOut)

    assert submission.call("g") == 1


@pytest.mark.parametrize(
    "reply",
    [
        "b'garbage that is long enough to be a prefix'",
        "frame('text')",
        "frame(dict_of(error=None, shown=5))",
        "frame(dict_of(error=None, shown={'list': [5, None, {'list': []}]}))",
        "frame(dict_of(error=dict_of(types=5, line='x', trace=7), shown={'list': []}))",
    ],
)
def test_a_cell_that_lies_is_the_students_fault(notebook, reply):
    """A cell that speaks on the control channel harms its own notebook, and raises nothing of ours."""
    submission = notebook(FINDS_SOCKETS, f"def f(): return 1\ntell({reply})", "def g(): return 2")

    for _ in range(3):
        with contextlib.suppress(StudentFault), submission.test() as student:
            assert student.g() == 2
    with pytest.raises(StudentFault), submission.test() as student:
        student.never_defined()


def test_what_a_lying_cell_shows_is_text(notebook):
    """Tensors or bytes in the place of texts are left out: what is kept of a cell is plain text."""
    submission = notebook(
        FINDS_SOCKETS,
        """
        shown = {'list': [{'dict': [['text/plain', {'tensor': 0}]]}, {'dict': [[5, {'bytes': 1}]]}]}
        error = dict_of(types={'list': [{'tensor': 2}]}, trace={'bytes': 3}, line={'tensor': 4})
        buffers = [{'size': 1, 'of': 'bool', 'shape': [1]} for _ in range(5)]
        tell(frame(dict_of(error=error, shown=shown), bytes(5), buffers))
        """,
        "def g(): return 2",
    )

    for run in submission.run_cells():
        assert all(type(part) is str for shown in run.shown for item in shown.items() for part in item)
        assert run.error is None or codec.json.dumps(run.error)


AFTERWARDS = {
    "ends": ("import threading\ndef f():\n    threading.Timer(0.1, os._exit, [0]).start()\n    return 1", 1),
    "speaks": (
        "import threading\n"
        "def f():\n    threading.Timer(0.1, tell, [frame(dict_of(value=41))]).start()\n    return 1",
        0,
    ),
}


@pytest.mark.parametrize("cell, accidents", AFTERWARDS.values(), ids=AFTERWARDS.keys())
def test_a_fork_that_does_not_wait_is_not_used_again(notebook, cell, accidents):
    """A test's process that ends, or speaks, between two tests harms neither: the next gets a fresh one."""
    submission = notebook(FINDS_SOCKETS, cell, "def g(): return 2")
    session = submission.session

    with submission.test() as student:
        assert student.f() == 1
        assert select.select([session._channel], [], [], 60)[0]
        assert session.begin_test(same_fork=True)
        assert student.g() == 2
    assert session.accidents == accidents


def test_the_next_test_goes_on_in_the_same_fork(notebook):
    """What is asked for is there: the process of the last test, with processor time for the next one."""
    submission = notebook(
        """
        from resource import RLIMIT_CPU, getrlimit
        count = 0
        def f():
            global count
            count += 1
            return count, getrlimit(RLIMIT_CPU)[0]
        """
    )

    with submission.test(seconds=5) as student:
        (first, at_first), (second, at_second) = student.f(), student.f()
        assert not submission.session.begin_test(100, same_fork=True)
        (third, at_third), (fourth, at_fourth) = student.f(), student.f()
    assert (first, second, third, fourth) == (1, 2, 3, 4)
    assert (at_first, at_third) == (at_second, at_fourth)
    assert 90 <= at_third - at_first <= 110


def test_the_recorded_traffic_holds_no_other_test(notebook):
    """A test's process has no channel but its own: the control channel is closed in it."""
    submission = notebook(FINDS_SOCKETS, "def f(): return len(sockets())")

    assert submission.call("f") == 1
