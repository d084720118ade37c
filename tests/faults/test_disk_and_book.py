"""The disk is full, or the gradebook locked: grading says so, keeps what it has, is right the next time."""

import contextlib
import json
import os
import subprocess
import sys

import pytest

from autograder.store import Store
from autograder.verdicts import OurFault

NAME = "01_tiny"
SMALL_DISK = """
mount -t tmpfs -o size=256k none .autograder
fallocate -l $((256 * 1024 - {left})) .autograder/filler
"$@"; echo "first $?"
find .autograder -name "*.json" -o -name "tmp*" | xargs -r wc -c
rm .autograder/filler
mount -o remount,size=16m .autograder
"$@"; echo "second $?"
"""


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 24 << 10])
def test_a_full_disk(course, command, tools, undisturbed, nothing_is_left, left):
    """Grading stops and says why; with room again it is right, whatever was half-written."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    (course / ".autograder").mkdir()
    wall = ["unshare", "-m", "bash", "-c", SMALL_DISK.format(left=left), "bash"]
    arguments = ("grade", NAME, "--submitted", "submitted", "--json", "out.json", "--jobs", "1")

    code, said = tools.finished(command(course, "autograder", *arguments, wrapped_in=wall))

    assert code == 0, said
    assert "Grading stopped: results cannot be kept in" in said
    assert "No space left on device" in said
    assert "Traceback" not in said
    assert "tmp" not in said.split("first 1")[1].split("second")[0]
    assert "second 0" in said
    submissions = json.loads((course / "out.json").read_text())["submissions"]
    assert {s["student"]: tools.outcome_of_json(s) for s in submissions} == undisturbed


def test_a_result_that_does_not_fit(tmp_path, graded, monkeypatch):
    """The store keeps all of a result or nothing, and says that it could not."""
    [result] = graded(["s0-full"])
    store = Store(tmp_path)
    key = store.key(b"notebook", "suite", "engine")

    def fsync(file):
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(b"x")

    with monkeypatch.context() as patch, pytest.raises(OurFault, match="No space left on device"):
        patch.setattr(os, "fsync", fsync)
        store.save(key, result)

    assert store.load(key, "s0-full") is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    store.save(key, result)
    assert store.load(key, "s0-full") == result


@contextlib.contextmanager
def locked(course):
    """Another process holds the gradebook, as a formgrader in the middle of a write does."""
    script = "import sqlite3, sys; book = sqlite3.connect(sys.argv[1], isolation_level=None); "
    script += "book.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(course / "gradebook.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"locked\n"
        yield
        process.stdin.close()


@pytest.mark.slow
@pytest.mark.parametrize("new", [True, False])
def test_a_locked_gradebook(course, command, tools, undisturbed, nothing_is_left, new):
    """Both commands say so and fail, the results are kept, and a later run writes them."""
    student = "s9-numbers-only"
    grade = ("autograder", "grade", NAME, "--student", student)
    if not new:
        assert tools.finished(command(course, *grade))[0] == 0
        [result] = Store(course).folder.rglob("*.json")
        result.unlink()
    with locked(course):
        code, said = tools.finished(command(course, *grade))
        assert code == 1, said
        assert "the gradebook could not be written: database is locked. Every result is kept" in said
        assert "Traceback" not in said
        [kept] = Store(course).folder.rglob("*.json")
        written = kept.stat().st_mtime_ns

        plain = ("nbgrader", "autograde", NAME, "--student", student, "--force")
        code, said = tools.finished(command(course, *plain))
        assert code != 0
        assert "database is locked" in said

    code, said = tools.finished(command(course, *grade))

    assert code == 0, said
    assert kept.stat().st_mtime_ns == written
    assert tools.scores(course) == {student: json.loads(undisturbed[student])[1]}
