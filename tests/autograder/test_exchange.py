"""nbgrader's exchange between real accounts: everybody gets their own feedback, and nobody another's work."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = "01_tiny"
COURSE = "insights-into-convnets"
PEOPLE = ("teacher", "ada", "bob")
SECRET = {"ada": "the answer of ada", "bob": "the answer of bob"}
# What an account can read of a folder, its own things left out; and what it can see of named paths.
SPY = """
import os, sys
for root in sys.argv[1:]:
    for folder, _, files in os.walk(root):
        for name in files:
            path = os.path.join(folder, name)
            if os.access(path, os.R_OK) and os.stat(path).st_uid != os.getuid():
                print(open(path, errors="replace").read())
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may make the accounts that this needs"),
]


def passage():
    """A way in to this interpreter for those whom its folders keep out, such as one below /root.

    Each such folder is seen as an empty one, with only what an account needs at its place in it.
    """
    needed = [REPOSITORY, Path(sys.prefix), Path(sys.base_prefix)]
    mounts, made = [], set()
    for path in needed:
        above = list(reversed(path.parents))
        closed = next((folder for folder in above if not folder.stat().st_mode & 1), None)
        for folder in above[above.index(closed) :] if closed else []:
            if folder not in made:
                mounts += ["--perms", "0755", "--tmpfs" if folder == closed else "--dir", folder]
            made.add(folder)
        mounts += ["--ro-bind", path, path] if closed else []
    return ["bwrap", "--dev-bind", "/", "/", *mounts, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]


class Account:
    """A Unix account, made for this test.

    Attributes:
        name: Its name.
        home: Its folder, which nobody else may enter.
    """

    def __init__(self, role, place):
        self.name, self.home = f"xc-{role}-{os.getpid()}", place / role
        make = ["useradd", "--no-create-home", "--user-group", "--home-dir", self.home, self.name]
        subprocess.run(make, check=True, capture_output=True)
        self.entry = pwd.getpwnam(self.name)
        self.home.mkdir(mode=0o700)
        self.own(self.home)

    def own(self, folder):
        """Give a folder and everything in it to this account."""
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid)

    def run(self, *command, cwd=None):
        """Run a command as this account, with nothing of root's environment."""
        scripts = sysconfig.get_path("scripts")
        environment = {"HOME": self.home, "PATH": f"{scripts}:{os.defpath}", "LANG": "C.UTF-8"}
        environment |= {"USER": self.name, "PYTHONDONTWRITEBYTECODE": "1"}
        identity = [f"--reuid={self.entry.pw_uid}", f"--regid={self.entry.pw_gid}", "--clear-groups"]
        return subprocess.run(
            [*passage(), "setpriv", *identity, "--", *map(str, command)],
            cwd=cwd or self.home,
            env={key: str(value) for key, value in environment.items()},
            capture_output=True,
            text=True,
            umask=0o022,
        )

    def nbgrader(self, *arguments, cwd=None):
        """Run a command of nbgrader, which must succeed."""
        done = self.run("nbgrader", *arguments, cwd=cwd)
        assert done.returncode == 0, f"{self.name}: {arguments}: {done.stderr[-3000:]}"
        return done

    def read(self, *places):
        """Everything that this account can read there and that is not its own."""
        return self.run(sys.executable, "-c", SPY, *places).stdout


@pytest.fixture(scope="module")
def place():
    """A folder that every account may enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="exchange-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def accounts(place, bubblewrap):
    """A teacher and two students, removed afterwards in any case."""
    for command, package in (("useradd", "passwd"), ("setpriv", "util-linux")):
        if not shutil.which(command):
            pytest.fail(f"accounts cannot be made or used: apt-get install {package}", pytrace=False)
    made = {}
    try:
        for role in PEOPLE:
            made[role] = Account(role, place)
        yield made
    finally:
        for account in made.values():
            subprocess.run(["userdel", account.name], check=True, capture_output=True)


@pytest.fixture(scope="module")
def term(place, accounts, built_course, notebook_of, right):
    """From release to fetched feedback: the teacher's course, and the exchange."""
    exchange, teacher = place / "exchange", accounts["teacher"]
    exchange.mkdir()
    exchange.chmod(0o777)
    settings = f"\nc.Exchange.root = {str(exchange)!r}\n"
    course = shutil.copytree(built_course, teacher.home / "course")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(settings)
    teacher.own(course)
    for student in SECRET:
        file = accounts[student].home / "nbgrader_config.py"
        file.write_text(f"c = get_config()\nc.CourseDirectory.course_id = {COURSE!r}{settings}")

    teacher.nbgrader("generate_assignment", NAME, cwd=course)
    teacher.nbgrader("release_assignment", NAME, cwd=course)
    for student, secret in SECRET.items():
        account = accounts[student]
        account.nbgrader("fetch_assignment", NAME)
        notebook = notebook_of(course, **right)
        notebook.cell("why")["source"] = secret
        (account.home / NAME / f"{NAME}.ipynb").write_text(json.dumps(notebook.content), encoding="utf-8")
        account.nbgrader("submit", NAME)
    teacher.nbgrader("collect", NAME, cwd=course)
    teacher.nbgrader("autograde", NAME, cwd=course)
    teacher.nbgrader("generate_feedback", NAME, cwd=course)
    teacher.nbgrader("release_feedback", NAME, cwd=course)
    for student in SECRET:
        accounts[student].nbgrader("fetch_feedback", NAME)
    return course, exchange


def test_everybody_gets_their_own_feedback(term, accounts):
    """What was submitted is collected under the account's name, with its time, and comes back."""
    course, _ = term
    for student, secret in SECRET.items():
        account = accounts[student]
        collected = course / "submitted" / account.name / NAME
        pages = [page.read_text() for page in (account.home / NAME / "feedback").rglob("*.html")]

        assert secret in (collected / f"{NAME}.ipynb").read_text()
        assert (collected / "timestamp.txt").is_file()
        assert len(pages) == 1
        assert secret in pages[0]


def test_nobody_reads_anothers_work(term, accounts, place):
    """Neither in the exchange, nor in the course, nor at home; the spy itself sees what is released."""
    course, exchange = term
    read = {student: accounts[student].read(exchange, place, course) for student in SECRET}

    assert "Three times as much" in read["ada"]
    assert SECRET["bob"] not in read["ada"]
    assert SECRET["ada"] not in read["bob"]


def test_nobody_lists_what_others_handed_in(term, accounts):
    """Names in the inbox and of feedback cannot be guessed, and so must not be listed."""
    _, exchange = term
    for folder in ("inbound", "feedback"):
        listed = accounts["bob"].run("ls", exchange / COURSE / folder)

        assert listed.returncode != 0
        assert listed.stdout == ""
    for submission in (exchange / COURSE / "inbound").iterdir():
        assert len(submission.name.split("+")[-1]) >= 12


def test_the_gradebook_is_the_teachers(term, accounts):
    """No student opens it, or any page of the hidden suite."""
    course, _ = term
    for path in (course / "gradebook.db", course / "tests" / "hidden" / NAME / "test_double.py"):
        assert path.is_file()
        assert accounts["ada"].run("cat", path).returncode != 0
