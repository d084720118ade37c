"""The house's rules: who may import whom, and what no tracked file may hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
# Someone's home or Windows profile, true on one machine only; /home/student is the sandbox's own.
MACHINE_PATH = re.compile(r"/(?:home|Users)/(?!student\b)\w+/|/root/\.\w|[A-Z]:\\+Users\\+\w")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|download\.pytorch\.org|conda\.anaconda\.org|index-url\s*[= ]\s*\S"
)


def imported(path):
    """Names of the modules that a Python file imports, relative ones with their dots."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def offenders(folder, forbidden):
    """Imports below a folder that a pattern forbids, as `file: module`."""
    return [
        f"{path.relative_to(REPOSITORY)}: {module}"
        for path in sorted((REPOSITORY / folder).rglob("*.py"))
        for module in imported(path)
        if re.match(forbidden, module)
    ]


def tracked():
    """Every text file under version control, with its text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = REPOSITORY / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            yield name, content.decode("utf-8")


def test_convlab_knows_nothing_of_grading():
    """Students' package imports nothing of the engine, or of what they must not see."""
    assert offenders("convlab", r"(autograder|tests|source|solutions)\b") == []


def test_the_engine_finds_assignments_by_path():
    """The engine never imports an assignment, a hidden suite or a solution."""
    assert offenders("autograder", r"(tests|source|solutions|release)\b") == []


def test_hidden_suites_use_the_public_face_of_the_engine():
    """A hidden suite imports `autograder.testing`, `convlab` and libraries, and no other suite."""
    inside = r"autograder\.(?!testing\b)|\.|(tests|source|solutions|release)\b"

    assert offenders("tests/hidden", inside) == []


def test_notebooks_import_nothing_of_the_engine():
    """A notebook runs where only `convlab` is installed."""
    assert offenders("source", r"(autograder|nbgrader|pytest|tests)\b") == []


@pytest.mark.parametrize("folder", ["convlab", "autograder"])
def test_the_import_rules_see_files(folder):
    """The rules above are not satisfied by an empty folder."""
    assert list((REPOSITORY / folder).rglob("*.py"))


def test_no_tracked_file_names_a_place_on_one_machine():
    """Nothing that is committed holds somebody's home or the folder of this checkout."""
    checkout = f"{REPOSITORY}/" if len(REPOSITORY.parts) > 2 else "\0"
    found = [name for name, text in tracked() if MACHINE_PATH.search(text) or checkout in text]

    assert found == []


def test_no_tracked_file_chooses_a_registry():
    """Where packages come from is the user's own pip configuration; the documentation may name hosts."""
    found = [name for name, text in tracked() if not name.endswith(".md") and REGISTRY.search(text)]

    assert found == []
