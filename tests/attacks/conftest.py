"""The attacks, a naive grader that they succeed against, and ours, with a course around each.

An attack is a file `corpus/<class>/<name>.py`: a percent script, with a docstring that says what it tries and
what it gains. Both graders are looked at in the same way afterwards: whatever an
attack can gain is a word in a set, and ours must be empty.
"""

import base64
import contextlib
import hashlib
import json
import os
import re
import select
import shutil
import socket
import sqlite3
import subprocess
import sys
import textwrap
import time
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.build import build
from autograder.demo.course import CommandError, command, scores_of
from autograder.demo.notebooks import as_text, fill_in, read
from autograder.host import SuiteHost
from autograder.room import bubblewrap_problem
from autograder.session import Limits, Session
from autograder.student import Student
from autograder.warm import WarmServer

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
NAME = "01_double"
CANARY = "CANARY-{}-d41d8cd9"
PLACES = ("HIDDEN", "SOLUTION", "BOB", "BOOK", "ENVIRONMENT", "MEMORY")
HIDDEN_INPUT = "1637.25"  # with a dot: random bytes in base64 may well hold four digits
TOKEN = "GOT-" + "IN"  # what an attack prints when it took what it must not have
FLOOD = 10 << 20  # [bytes] more than any page or reply should hold
NAIVE_SECONDS = 60  # for an attack that does not wait on purpose: a busy machine spoils no control
SMALL = {"cell_seconds": 2, "test_seconds": 1, "wall_factor": 3, "memory": 512 << 20, "memory_sum": 1 << 30}
SMALL |= {"submission_seconds": 20, "rooms": 2}

SCRIPT = f'''\
# %% [markdown]
# # Double
# One function.

# %%
import torch
from convlab.check import recorded

# %% exercise="double"
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    # {CANARY.format("SOLUTION")}
    return x + x
    ### END SOLUTION

# %% check="double" points=10
double(torch.zeros(1))
'''
HIDDEN = f'''\
# {CANARY.format("HIDDEN")}
"""Hidden suite of double."""
import torch
from autograder.testing import *

@worth(3)
def test_doubles(student):
    """Doubles a tensor."""
    x = random(3)
    expect_close(student.double(x), 2 * x, says="values are off")

def test_a_row(student):
    """Doubles a row."""
    x = random(1, 3)
    expect_close(student.double(x), 2 * x, says="values of a row are off")

def test_an_integer(student):
    """Doubles an integer."""
    expect_equal(student.double(21), 42, says="integers are off")

def test_a_number(student):
    """Doubles a number."""
    expect_number(student.double(0.5), 1.0, says="numbers are off")

def test_large(student):
    """Doubles large numbers."""
    x = torch.tensor([{HIDDEN_INPUT}, 2.0])
    expect_close(student.double(x), 2 * x, says="large values are off")
'''
ASSERTS = [
    f"""# {CANARY.format("HIDDEN")}
x = torch.tensor([{HIDDEN_INPUT}, 2.0])
assert torch.allclose(double(x), 2 * x)""",
    "import numpy as np\nassert np.allclose(double(torch.ones(3)), [2.0, 2.0, 2.0])",
    "torch.testing.assert_close(double(torch.ones(3)), torch.full((3,), 2.0))",
    "assert torch.equal(double(torch.ones(2)), torch.full((2,), 2.0))",
    "assert double(21) == 42",
    "import pytest\nassert double(0.5) == pytest.approx(1.0)",
    "assert isinstance(double(3.5), float) and abs(double(3.5) - 7.0) < 1e-9",
    "assert isinstance(double(2), int) and double(2) == 4",
    "assert not (abs(double(torch.ones(1, 3)) - 2) > 1e-6).any()",
]
# What a file of the corpus can only name.
GENERATED = {
    "NESTED": "[" * 700 + "]" * 700,
    "BLANK_LINES": json.dumps("x = (" + "\n" * 250_000),
    "HUGE_LINE": json.dumps("# " + "x" * (12 << 20)),
}
HONEST = "def double(x):\n    return x + x"
STUB = "def double(x):\n    raise NotImplementedError"


# ------------------------------------------------------------------ the corpus


@dataclass(frozen=True)
class Attack:
    """One attack, as its file describes it.

    Attributes:
        path: The file.
        tries: What it tries, in a sentence.
        gains: What it gains against the naive grader; "nothing" where there is no control.
        why: Why there is no control, where there is none.
        open: Why it still gains something from ours, where it does.
        slow: Whether our grader waits for it for long.
        seconds: How long the naive grader waits for it.
        check: Whether the release's check cell is still in the notebook.
        links: What lies beside the notebook: name → what of the course it points to.
        cells: Those of a notebook, as JSON.
        notebook: Further entries of the notebook.
    """

    path: Path
    tries: str
    gains: str
    why: str
    open: str
    slow: bool
    seconds: float
    check: bool
    links: dict[str, str]
    cells: list
    notebook: dict = field(default_factory=dict)

    @property
    def name(self):
        """Its class and name."""
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def sources(self):
        """Sources of its code cells."""
        return [cell["source"] for cell in self.cells if cell["cell_type"] == "code"]

    def text(self):
        """The notebook's file."""
        cells = self.cells + ([check_cell()] if self.check else [])
        whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        return json.dumps(merged(whole, self.notebook))


def read_attack(path):
    """The attack in a file."""
    _, document, script = path.read_text(encoding="utf-8").split('"""', 2)
    said = dict(re.findall(r"^(\w+): (.*)$", document, re.MULTILINE))
    parts = re.split(r"^# %%(.*)\n", script, flags=re.MULTILINE)[1:]
    cells = [read_cell(*pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    if "begins" in said:
        cells.insert(0, code_cell((HERE / "corpus" / f"{said['begins']}.py").read_text()))
    check = said.get("check") != "none" and not any(is_check(cell) for cell in cells)
    links = dict(re.findall(r"^link: (\S+) -> (\S+)$", document, re.MULTILINE))
    seconds = float(said.get("seconds", NAIVE_SECONDS))
    tries = " ".join(document.split("\n\n")[0].split())
    more = json.loads(said.get("notebook", "{}"))
    return Attack(
        path,
        tries,
        said["gains"],
        said.get("why", ""),
        said.get("open", ""),
        "slow" in said,
        seconds,
        check,
        links,
        cells,
        more,
    )


def read_cell(header, source):
    """A cell: `# %%`, then `[markdown]`, `[raw]`, `check` or `solution`, then JSON to merge into it."""
    kind, _, entries = header.strip().partition("{")
    kind = kind.strip()
    entries = re.sub(r": ([A-Z_]+)\b", lambda word: ": " + GENERATED[word[1]], "{" + entries)
    more = json.loads(entries) if entries != "{" else {}
    source = source.strip("\n")
    if kind in ("[markdown]", "[raw]"):
        source = re.sub(r"^# ?", "", source, flags=re.MULTILINE)
        cell = {"cell_type": kind[1:-1], "id": "text", "metadata": {}, "source": source}
    else:
        cell = check_cell() if kind == "check" else code_cell("")
        cell["source"] = source * more.pop("times", 1) if source else cell["source"]
    if kind == "solution":
        cell["metadata"]["nbgrader"] = settings("double", grade=False, solution=True)
    return merged(cell, more)


def settings(grade_id, *, grade=True, solution=False):
    """Nbgrader's metadata of a cell."""
    points = {"points": 10} if grade else {}
    kind = {"grade": grade, "solution": solution, "task": False, "locked": grade}
    return {"grade_id": grade_id, "schema_version": 3, "cell_type": "code", **kind, **points}


def code_cell(source):
    """A code cell."""
    cell = {"cell_type": "code", "id": "code", "metadata": {}, "outputs": [], "execution_count": None}
    return cell | {"source": source}


def check_cell():
    """The release's check cell."""
    cell = code_cell("double(torch.zeros(1))")
    cell["metadata"]["nbgrader"] = settings("test_double")
    return cell


def is_check(cell):
    """Whether a cell says that it is the check."""
    return "test_double" in json.dumps(cell["metadata"])


def merged(old, new):
    """Two dicts as one, also further down."""
    both = [key for key in new if isinstance(old.get(key), dict) and isinstance(new[key], dict)]
    return old | new | {key: merged(old[key], new[key]) for key in both}


ATTACKS = [read_attack(path) for path in sorted(HERE.glob("corpus/*/*.py"))]
IN_A_NOTEBOOK = ("files", "metadata", "pages")


def pytest_generate_tests(metafunc):
    """Gives each test the attacks that it asks for: `attack` runs code, `handed_in` is a whole notebook."""
    for argument, of_notebooks in (("attack", False), ("handed_in", True)):
        if argument in metafunc.fixturenames:
            chosen = [a for a in ATTACKS if (a.path.parent.name in IN_A_NOTEBOOK) == of_notebooks]
            metafunc.parametrize(argument, [pytest.param(a, id=a.name, marks=known(a)) for a in chosen])


def known(attack):
    """Marks for what is known of an attack: that it takes long, that it still gains something."""
    marks = [pytest.mark.slow] if attack.slow else []
    return [*marks, pytest.mark.xfail(reason=attack.open, strict=True)] if attack.open else marks


# ------------------------------------------------------------------ what an attack gained


def secrets_in(text):
    """Whether a text that the student reads holds anything hidden."""
    return HIDDEN_INPUT in text or any(CANARY.format(place) in text for place in PLACES)


class _Active(HTMLParser):
    """Collects what a browser would run, load or submit, and characters that lie about a text."""

    TAGS = frozenset(
        "script svg iframe object embed form base link meta style video audio frame".split()  # noqa: SIM905
    )

    def __init__(self):
        super().__init__()
        self.found, self._tag = set(), ""

    def handle_starttag(self, tag, attributes):
        self._tag = tag
        if tag in self.TAGS:
            self.found.add(f"<{tag} {dict(attributes)}>")
        for name, value in attributes:
            picture, value = value or "", (value or "").strip().lower()
            loads = name in ("src", "srcset", "background", "poster", "action", "formaction", "ping")
            runs = name.startswith("on") or re.match(r"(javascript|vbscript|data:text|data:image/svg)", value)
            if runs or (loads and not value.startswith("data:image/png")) or "url(" in value:
                self.found.add(f"<{tag} {name}={value[:200]}>")
            if tag == "img" and pixels(picture) > 10**9:
                self.found.add("a huge picture")

    def handle_data(self, data):
        if self._tag in ("script", "style"):
            self.found.add(f"{self._tag}: {data}")
        self.found |= set(re.findall("[\x1b\x9b\u202e\u2066\u200b]", data))

    def handle_endtag(self, tag):
        self._tag = ""


def pixels(url):
    """How many pixels a picture in a page says that it has."""
    head = b""
    with contextlib.suppress(ValueError):
        head = base64.b64decode(url.partition("base64,")[2][:32])
    return int.from_bytes(head[16:20], "big") * int.from_bytes(head[20:24], "big")


def active(html):
    """What is active in a page."""
    parser = _Active()
    parser.feed(html)
    parser.close()
    return parser.found


def snapshot(folder):
    """Every file of a folder, by what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


@dataclass
class Listener:
    """Listens on this machine, by number and by name; counts who calls."""

    def __post_init__(self):
        self.tcp, self.udp = socket.socket(), socket.socket(type=socket.SOCK_DGRAM)
        self.tcp.bind(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp.bind(("127.0.0.1", self.port))
        self.named = socket.socket(socket.AF_UNIX)
        self.named.bind(f"\0attack-{self.port}")
        for listener in (self.tcp, self.named):
            listener.listen()
        for listener in (self.tcp, self.udp, self.named):
            listener.setblocking(False)

    def called(self):
        """Whether anybody called since the last time."""
        calls = 0
        for take in (self.tcp.accept, self.named.accept, lambda: (self.udp.recv(100), None)):
            with contextlib.suppress(BlockingIOError):
                heard, _ = take()
                calls += 1
                if isinstance(heard, socket.socket):
                    heard.close()
        return calls > 0

    def close(self):
        """Stop listening."""
        for listener in (self.tcp, self.udp, self.named):
            listener.close()


@pytest.fixture(scope="session")
def listener():
    """Somebody to call."""
    listener = Listener()
    yield listener
    listener.close()


# ------------------------------------------------------------------ the naive grader


class NaiveGrader:
    """Runs `naive_grader.py`, with walls around it so that no attack harms the machine."""

    def __init__(self, folder, listener):
        self.folder, self.listener, self.server, self.count = folder, listener, None, 0

    def start(self):
        """Start the server, if it does not run."""
        if self.server is not None and self.server.poll() is None:
            return
        walls = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--size", str(256 << 20)]
        walls += ["--tmpfs", "/dev/shm", "--size", str(256 << 20), "--tmpfs", "/tmp"]
        for needed in (sys.prefix, str(REPOSITORY)):  # they may lie below /tmp
            walls += ["--ro-bind", needed, needed]
        walls += ["--bind", str(self.folder), str(self.folder), "--unshare-pid", "--unshare-ipc"]
        walls += ["--cap-drop", "ALL", "--die-with-parent", "--new-session"]
        environment = {"PATH": "/usr/bin:/bin", "HOME": "/tmp", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg"}
        command = ["bwrap", *walls, "--", sys.executable, "-W", "ignore", str(HERE / "naive_grader.py")]
        self.server = subprocess.Popen(
            command,
            env=environment,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.server.stdout.readline() == "ready\n"

    def gained(self, attack):
        """What an attack gained, as a set of words."""
        self.start()
        self.count += 1
        course = self.folder / str(self.count)
        lay_out(course, attack)
        before = snapshot(course)
        told = self._grade(course, attack.seconds)
        result = course / "result.json"
        page = course / "page.html"
        html = page.read_text(errors="replace") if page.exists() else ""
        given = "".join(path.read_text(errors="replace") for path in (course / "feedback").iterdir())
        score = json.loads(result.read_text())["score"] if result.exists() else 0
        known = {"start.py", "page.html", "result.json", "answers.pickle", "gradebook.db"}
        after = {name: held for name, held in snapshot(course).items() if not name.startswith("feedback/")}
        changed = {name for name in before | after if before.get(name) != after.get(name)} - known
        gained = {
            "points": score > 0,
            "read": secrets_in(html + given),
            "wrote": bool(changed) or forged(course),
            "left": told["left"] > 0,
            "called": self.listener.called(),
            "live": bool(active(html)),
            "down": not told["ended"] or not result.exists() or not told["unharmed"],
            "got": TOKEN in html,
            "flood": len(html) > FLOOD,
        }
        return {word for word, yes in gained.items() if yes}

    def _grade(self, course, seconds):
        job = {
            "folder": str(course),
            "port": self.listener.port,
            "environment": {"GRADER_TOKEN": CANARY.format("ENVIRONMENT")},
            "memory": CANARY.format("MEMORY"),
            "limits": {"AS": 8 << 30, "FSIZE": 256 << 20, "CPU": 3},
            "seconds": seconds,
            "linger": 1.5,
        }
        try:
            self.server.stdin.write(json.dumps(job) + "\n")
            self.server.stdin.flush()
            heard, _, _ = select.select([self.server.stdout], [], [], seconds + 5)
            return json.loads(self.server.stdout.readline() if heard else "")
        except (OSError, ValueError):  # the attack ended or stopped the server, too
            self.close()
            return {"ended": False, "left": 0, "unharmed": False}

    def close(self):
        """End the server."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()
            self.server.stdin.close()
            self.server.stdout.close()
            self.server = None


def lay_out(course, attack):
    """A course as stock tools know it, with the attack handed in."""
    for folder in ("hidden", "solutions", "feedback", "submitted/bob", "submitted/mallory"):
        (course / folder).mkdir(parents=True)
    (course / "hidden" / "asserts.json").write_text(json.dumps(ASSERTS))
    (course / "solutions" / "double.ipynb").write_text(
        notebook_text(f"# {CANARY.format('SOLUTION')}\n{HONEST}")
    )
    (course / "submitted" / "bob" / "double.py").write_text(f"# {CANARY.format('BOB')}\n{HONEST}")
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book, book:
        book.execute("CREATE TABLE grade (student TEXT PRIMARY KEY, score REAL, comment TEXT)")
        book.execute("INSERT INTO grade VALUES ('bob', 7, ?)", [CANARY.format("BOOK")])
    targets = {"SOLUTION": "solutions/double.ipynb", "HIDDEN": "hidden/asserts.json"}
    targets |= {"BOB": "submitted/bob/double.py", "SOLUTIONS": "solutions"}
    hand_in(course / "submitted" / "mallory", "double.ipynb", attack, course, targets)


def hand_in(folder, name, attack, course, targets):
    """Put a notebook, and the links that lie beside it, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for link, target in attack.links.items():
        path = folder / link.replace("NOTEBOOK", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(course / targets[target])
    if not (folder / name).is_symlink():
        (folder / name).write_text(attack.text())


def notebook_text(source):
    """The file of a notebook with one exercise."""
    cells = [
        merged(code_cell(source), {"metadata": {"nbgrader": settings("double", grade=False, solution=True)}})
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [*cells, check_cell()]})


def forged(course):
    """Whether the gradebook says what its grader did not."""
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        rows = {student: score for student, score, _ in book.execute("SELECT * FROM grade")}
    result = course / "result.json"
    mine = json.loads(result.read_text())["score"] if result.exists() else rows.get("mallory")
    return rows.get("bob") != 7 or rows.get("mallory") != mine


@pytest.fixture(scope="session")
def naive(tmp_path_factory, listener, bubblewrap):
    """The naive grader."""
    grader = NaiveGrader(tmp_path_factory.mktemp("naive"), listener)
    yield grader
    grader.close()


# ------------------------------------------------------------------ our grader


@pytest.fixture(scope="session")
def bubblewrap():
    """Makes a test fail with the command that mends it where no room can be built."""
    if problem := bubblewrap_problem():
        pytest.fail(problem, pytrace=False)


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A real course with one assignment, and everything in it that an attack could want."""
    root = tmp_path_factory.mktemp("course")
    files = {
        f"source/{NAME}/{NAME}.py": SCRIPT,
        f"tests/hidden/{NAME}/test_double.py": HIDDEN,
        f"submitted/bob/{NAME}/{NAME}.ipynb": notebook_text(f"# {CANARY.format('BOB')}\n{HONEST}"),
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(textwrap.dedent(text), encoding="utf-8")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    with contextlib.closing(sqlite3.connect(root / "notes.db")) as book, book:
        book.execute("CREATE TABLE grade (student TEXT PRIMARY KEY, score REAL, comment TEXT)")
        book.execute("INSERT INTO grade VALUES ('bob', 7, ?)", [CANARY.format("BOOK")])
    build(root, NAME)
    return root


class OurGrader:
    """The real engine: a warm server, a suite host, and another student's room, open all the time."""

    def __init__(self, course, address, host, bystander, listener):
        self.course, self.address, self.host = course, address, host
        self.bystander, self.listener = bystander, listener
        self.untouched = snapshot(course)

    def grade(self, cells, **limits):
        """What the suite host says of bare cells."""
        job = {
            "warm": self.address,
            "cells": list(cells),
            "exercises": {"double": 10.0},
            "choices": {},
            "seed": 7,
            "limits": asdict(Limits(**(SMALL | limits))),
        }
        return self.host.grade(job)

    def gained(self, attack):
        """What an attack gained, as a set of words."""
        before = in_rooms()
        start = f"COURSE, PORT, BYSTANDER = {str(self.course)!r}, {self.listener.port}, {os.getpid()}"
        reply = self.grade(["import torch\n" + start, *attack.sources])
        [exercise] = reply["exercises"]
        seen = visible(reply)
        gained = {
            "points": exercise["score"] != 0,
            "read": secrets_in(seen),
            "wrote": snapshot(self.course) != self.untouched,
            "left": bool(left_over(before)),
            "called": self.listener.called(),
            "down": exercise["status"] == "ungraded" or not self.unharmed(),
            "got": TOKEN in seen,
            "flood": len(json.dumps(reply)) > FLOOD,
        }
        return {word for word, yes in gained.items() if yes}

    def unharmed(self):
        """Whether the next student gets what is due, and another one's room still answers."""
        [exercise] = self.grade(["import torch", HONEST], test_seconds=10)["exercises"]
        return exercise["score"] == 10 and answers(self.bystander)


def answers(session):
    """Whether a room still answers."""
    session.begin_test()
    try:
        return Student(session).double(21) == 42
    finally:
        session.end_test()


def visible(reply):
    """All that a student reads of a reply: everything but what is for staff."""
    words = [
        (exercise["name"], [(test["title"], test["says"], test["look_at"]) for test in exercise["tests"]])
        for exercise in reply["exercises"]
    ]
    return json.dumps([words, reply["cells"]], ensure_ascii=False)


def in_rooms():
    """Our own processes that live in rooms; other graders may be at work on this machine."""
    own, found = Path("/proc/self/ns/pid").readlink(), set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "ns" / "pid").readlink() != own and os.getpid() in ancestors(int(process.name)):
                found.add(int(process.name))
    return found


def ancestors(pid):
    """The process's parent, its parent, and so on."""
    found = []
    while pid > 1:
        pid = int(re.search(r"^PPid:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)[1])
        found.append(pid)
    return found


def left_over(before):
    """Processes in rooms that were not there before; those that are just ending get the time to."""
    for _ in range(100):
        found = in_rooms() - before
        if not found:
            break
        time.sleep(0.05)
    return found


@pytest.fixture(scope="session")
def ours(course, listener, bubblewrap):
    """Our grader. Its own environment holds a secret, as a grader's does."""
    secret = {"GRADER_TOKEN": CANARY.format("ENVIRONMENT")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(*next(iter(secret.items())))
        with WarmServer(["convlab.check"]) as warm, SuiteHost(course / "tests" / "hidden" / NAME) as host:
            kept = f"kept = {CANARY.format('MEMORY')!r}"
            with Session(warm.address, ["import torch", HONEST, kept]) as bystander:
                assert answers(bystander)
                yield OurGrader(course, warm.address, host, bystander, listener)


# ------------------------------------------------------------------ a class, graded by plain nbgrader


class GradedClass:
    """What `nbgrader autograde` and `nbgrader generate_feedback` made of a class of attackers and two others.

    Attributes:
        honest: Names of the students who solved everything, first and last in the alphabet.
    """

    honest = ("a-first", "z-last")

    def __init__(self, root, attacks):
        self.root = root
        command(root, "nbgrader", "generate_assignment", NAME)
        release = read(root / "release" / NAME / f"{NAME}.ipynb")
        for student in self.honest:
            folder = root / "submitted" / student / NAME
            folder.mkdir(parents=True)
            (folder / f"{NAME}.ipynb").write_text(as_text(fill_in(release, {"double": HONEST})))
        notebook = f"{NAME}/{NAME}.ipynb"
        targets = {"SOLUTION": f"solutions/{notebook}", "BOB": f"submitted/bob/{notebook}"}
        targets |= {"HIDDEN": f"tests/hidden/{NAME}/test_double.py", "SOLUTIONS": "solutions"}
        for attack in attacks:
            folder = root / "submitted" / student_of(attack) / NAME
            hand_in(folder, f"{NAME}.ipynb", attack, root, targets)
        self.untouched = self.others()
        for words in (["autograde"], ["generate_feedback"]):
            with contextlib.suppress(CommandError):  # whoever got no grade or no feedback is found out below
                command(root, "nbgrader", *words, NAME)
        self.scores = scores_of(root, NAME)

    def others(self):
        """What no submission may change."""
        return [snapshot(self.root / part) for part in ("source", "solutions", "tests", "submitted/bob")]

    def page(self, student):
        """A student's feedback; empty where there is none."""
        path = self.root / "feedback" / student / NAME / f"{NAME}.html"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def gained(self, attack):
        """What an attack gained, as a set of words."""
        student = student_of(attack)
        page, score = self.page(student), self.scores.get(student)
        given = [path for path in (self.root / "feedback" / student).rglob("*") if path.is_file()]
        gained = {
            "points": score != 0,
            "read": any(secrets_in(path.read_text(errors="replace")) for path in given),
            "wrote": self.others() != self.untouched,
            "live": bool(active(page) - active(self.page(self.honest[0]))),
            "down": score is None or not page or any(self.scores.get(name) != 10 for name in self.honest),
            "flood": len(page) > FLOOD,
        }
        return {word for word, yes in gained.items() if yes}


def student_of(attack):
    """The name under which an attack hands in."""
    return attack.path.stem.replace("_", "-")


@pytest.fixture(scope="session")
def graded_class(course, tmp_path_factory, bubblewrap):
    """The class of all attacks that are whole notebooks."""
    root = shutil.copytree(course, tmp_path_factory.mktemp("class") / "course")
    return GradedClass(root, [attack for attack in ATTACKS if attack.path.parent.name in IN_A_NOTEBOOK])
