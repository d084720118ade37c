"""A small honest imitation of what stock tools do: the positive control of the attacks.

It runs a submission's cells and then the hidden assertions in one IPython shell, in one process, next to the
gradebook, the solutions and the other submissions; it believes the notebook's metadata, shows outputs as they
are, copies whatever lies beside the notebook, and unpickles what the submission left.

Run by `conftest.py` with bubblewrap around it, so that no attack harms the machine: it sees its own processes
only, may write into its own folder only, and has no capabilities. Forks once for each submission.

Protocol: a job in each line of standard input: `folder`, `limits`, `environment`, `seconds`, `linger`. What
became of it comes back as one line, and lies in the folder: `page.html`, `result.json`, `feedback/`.
"""

import atexit
import base64
import contextlib
import html
import io
import json
import os
import pickle
import resource
import shutil
import signal
import sqlite3
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest  # hidden assertions use it
import torch
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

KEPT = [pytest, np]
MIME_TYPES = (
    "text/html",
    "image/svg+xml",
    "application/javascript",
    "text/markdown",
    "image/png",
    "text/plain",
)


class Publisher(DisplayPublisher):
    """Keeps what is displayed."""

    def publish(self, data, metadata=None, **kwargs):
        """Keep one bundle."""
        self.shell.outputs.append(next((kind, data[kind]) for kind in MIME_TYPES if kind in data))


class Shell(InteractiveShell):
    """IPython, which keeps outputs and notices errors as a kernel does: when it shows a traceback."""

    display_pub_class = Publisher

    def _showtraceback(self, etype, evalue, stb):
        self.errors.append(etype.__name__)
        self.outputs.append(("text/html", f"<p>{etype.__name__}: {evalue}</p>"))


def prepare():
    """A shell, made once before the forks."""
    torch.set_num_threads(1)
    torch.testing.assert_close(torch.ones(1), torch.ones(1))  # imports for seconds when it is first called
    config = Config()
    config.InteractiveShell.colors = "NoColor"
    config.HistoryManager.enabled = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell = Shell.instance(config=config)
    shell.InteractiveTB.set_mode("Minimal")  # the others take seconds
    shell.outputs, shell.errors = [], []
    return shell


def grade(shell):
    """Grade the submission in the current folder; returns its score and the page that people see."""
    hidden = json.loads(Path("hidden/asserts.json").read_text())
    gradebook = sqlite3.connect("gradebook.db")
    notebook = json.loads(Path(os.path.realpath("submitted/mallory/double.ipynb")).read_text())
    score, points, page, graded = 0.0, 10.0, [], False
    exec(Path("start.py").read_text(), shell.user_ns)  # what an attacker could have found out
    title = notebook.get("metadata", {}).get("title", "double")
    for cell in notebook["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        check = settings.get("grade") and settings.get("grade_id", "").startswith("test_")
        if cell["cell_type"] != "code":
            page.append(f"<div>{cell['source']}</div>")
            earned = 1.0
        else:
            sources = hidden if check and settings.get("locked", True) else [cell["source"]]
            page.append(f"<pre>{cell['source']}</pre>")
            earned = run(shell, cell, sources, page)
        if check:
            graded = True
            points = float(settings.get("points", 10))
            score += earned * points
    score = score if graded else points  # nothing failed
    gradebook.execute("INSERT OR IGNORE INTO grade VALUES ('mallory', ?, '')", [score])
    gradebook.commit()
    return score, f"<html><head><title>{title}</title></head><body>{''.join(page)}</body></html>"


def run(shell, cell, sources, page):
    """Run a cell's sources, show their outputs; returns the share that showed no error."""
    if "skip-execution" in cell["metadata"].get("tags", []):
        page += [show(kind, data) for output in cell["outputs"] for kind, data in output["data"].items()]
        forged = [output["data"]["text/plain"] for output in cell["outputs"]]
        return float(forged[0]) / 10 if forged else 1.0
    passed = 0
    for source in sources:
        shell.outputs.clear()
        shell.errors.clear()
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            shell.run_cell(source, store_history=True)
        passed += not shell.errors
        page.append(f"<pre>{printed.getvalue()}</pre>")
        page += [show(kind, data) for kind, data in shell.outputs]
    return passed / len(sources)


def show(kind, data):
    """An output as it would be seen in a notebook."""
    if kind == "application/javascript":
        return f"<script>{data}</script>"
    if kind == "image/png":
        data = data if isinstance(data, str) else base64.b64encode(data).decode()
        return f'<img src="data:image/png;base64,{data}">'
    return data if kind != "text/plain" else f"<pre>{html.escape(data)}</pre>"


def copy_other_files():
    """What lies beside the notebook goes back to the student with the feedback."""
    for folder, _, names in os.walk("submitted/mallory", followlinks=True):
        for name in names:
            if name != "double.ipynb" or Path(folder).name != "mallory":
                shutil.copy(Path(folder, name), "feedback")


def child(shell, limits):
    """In a fork: grade, and leave the result."""
    os.setsid()
    for name, bound in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    null = os.open("/dev/null", os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    code = 1
    try:
        score, page = grade(shell)
        Path("page.html").write_text(page, errors="replace")
        with contextlib.suppress(Exception):
            Path("answers.pickle").write_bytes(pickle.dumps(shell.user_ns["double"](3)))
        copy_other_files()
        Path("result.json").write_text(json.dumps({"score": score}))
        code = 0
    finally:
        atexit._run_exitfuncs()
        os._exit(code)


def bystander(secret):
    """The grading of another submission, which runs at the same time."""
    pid = os.fork()
    if pid == 0:
        os.setsid()
        kept = [secret[:3] + secret[3:]]
        while kept:
            time.sleep(3600)
    return pid


def alive(pid):
    """Whether our own child still runs."""
    return os.waitpid(pid, os.WNOHANG)[0] == 0


def processes(other):
    """Every process but the first of this namespace, this one and the bystander."""
    found = {int(path.name) for path in Path("/proc").glob("[0-9]*")}
    return found - {1, other, os.getpid()}


def serve():
    """Grade one submission after another."""
    shell, other = prepare(), 0
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        os.chdir(job["folder"])
        os.environ.update(job["environment"])
        KEPT.append(Path("hidden/asserts.json").read_text())  # a grader holds the tests in its memory
        other = other or bystander(job["memory"])
        Path("start.py").write_text(
            f"import torch\nCOURSE, PORT, BYSTANDER = {job['folder']!r}, {job['port']}, {other}"
        )
        pid = os.fork()
        if pid == 0:
            child(shell, job["limits"])
        ended = wait(pid, job["seconds"])
        left = processes(other)
        if left:
            time.sleep(job["linger"])  # what a daemon does later
        for victim in left | processes(other):
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        with contextlib.suppress(Exception):
            pickle.loads(Path("answers.pickle").read_bytes())
        unharmed = alive(other)
        other = other if unharmed else 0
        print(json.dumps({"ended": ended, "left": len(left), "unharmed": unharmed}), flush=True)


def wait(pid, seconds):
    """Whether the process ended within its time; it has ended afterwards."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return True
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


if __name__ == "__main__":
    serve()
