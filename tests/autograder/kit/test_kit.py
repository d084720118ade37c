"""The students' kit: whole, the same each time, and without anything that students must not see."""

import io
import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace

import nbformat
import pytest

from autograder.build import CANARY, find_leaks
from autograder.course import assignments
from autograder.kit import KIT, make_kit
from autograder.new import new_assignment
from autograder.verdicts import OurFault

NAME = "01_tiny"
REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def small_kit(tmp_path_factory, built_course):
    """The kit of the small course."""
    file = tmp_path_factory.mktemp("kit") / "kit.zip"
    make_kit(built_course, file)
    return file


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """The kit of this very course."""
    file = tmp_path_factory.mktemp("kit") / "kit.zip"
    make_kit(REPOSITORY, file)
    return file


def test_it_holds_what_students_need(small_kit):
    """The notebook, the library, what to install, and where to start."""
    with zipfile.ZipFile(small_kit) as archive:
        names = {name.removeprefix(f"{KIT}/") for name in archive.namelist()}
        wheel = next(name for name in names if name.endswith(".whl"))
        required = archive.read(f"{KIT}/requirements.txt").decode()
        with zipfile.ZipFile(io.BytesIO(archive.read(f"{KIT}/{wheel}"))) as library:
            inside = library.namelist()

    assert names == {"START.md", "requirements.txt", wheel, f"notebooks/{NAME}/{NAME}.ipynb"}
    assert f"./{wheel}" in required.splitlines()
    assert {"convlab/check/__init__.py", "convlab/assets/glyphs.npz", "convlab/py.typed"} <= set(inside)
    assert not any(name.startswith("autograder") for name in inside)


@pytest.mark.slow
def test_the_real_one_is_whole_and_holds_nothing_hidden(kit):
    """Every notebook with its pictures; no canary, no line of a solution, no hidden test, however packed."""
    with zipfile.ZipFile(kit) as archive:
        names = {name.removeprefix(f"{KIT}/") for name in archive.namelist()}

    assert {f"notebooks/{name}/{name}.ipynb" for name in assignments(REPOSITORY)} <= names
    assert "notebooks/01_convolution/padding.svg" in names
    assert find_leaks(kit, root=REPOSITORY) == []


def test_the_same_course_makes_the_same_bytes(small_kit, built_course, tmp_path):
    """So whoever has a kit can tell whether it is the one that was published."""
    make_kit(built_course, tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == small_kit.read_bytes()


@pytest.mark.parametrize("secret", [CANARY, "return x + x  # and further words", "hidden"])
def test_a_kit_that_gives_something_away_is_not_made(built_course, tmp_path, secret):
    """It is said what and where; the file that was there is left alone."""
    root = shutil.copytree(built_course, tmp_path / "course")
    script = root / "source" / NAME / f"{NAME}.py"
    script.write_text(script.read_text().replace("return x + x", "return x + x  # and further words"))
    hidden = (root / "tests" / "hidden" / NAME / "test_double.py").read_text()
    notes = root / "release" / NAME / "notes.txt"
    notes.write_text(hidden if secret == "hidden" else f"{secret}\n")
    file = tmp_path / "kit.zip"
    file.write_text("the last kit")

    with pytest.raises(OurFault, match=r"no kit was made.*\n.*notes\.txt holds"):
        make_kit(root, file)

    assert file.read_text() == "the last kit"


def test_it_is_what_the_term_releases(built_course, tmp_path):
    """Assignments that `course.toml` does not name stay behind, and the first page bears title and term."""
    root = shutil.copytree(built_course, tmp_path / "course")
    new_assignment(root, "02_later")
    (root / "course.toml").write_text(
        f'title = "Seeing"\nterm = "Autumn 2026"\n[assignments]\n{NAME} = {{}}\n'
    )

    names = make_kit(root, tmp_path / "kit.zip")

    assert [name for name in names if name.endswith(".ipynb")] == [f"{KIT}/notebooks/{NAME}/{NAME}.ipynb"]
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        assert archive.read(f"{KIT}/START.md").decode().startswith("# Seeing, Autumn 2026\n")


def test_a_kit_for_colab(built_course, tmp_path, run_command, bubblewrap):
    """With an address, each notebook has a link and a cell that installs on Colab, and is graded as ever."""
    root = shutil.copytree(built_course, tmp_path / "course")
    (root / "course.toml").write_text('github = "some-school/kit"\n')
    make_kit(root, tmp_path / "kit.zip")
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        text = archive.read(f"{KIT}/notebooks/{NAME}/{NAME}.ipynb").decode()
        wheel = next(Path(name).name for name in archive.namelist() if name.endswith(".whl"))
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    title, link, install, *_ = notebook.cells

    assert title.source.startswith("# ")
    place = f"some-school/kit/blob/main/notebooks/{NAME}/{NAME}.ipynb"
    assert link.source == f"[Open in Colab](https://colab.research.google.com/github/{place})"
    assert installed_by(install.source, on_colab=False) == []
    url = f"https://raw.githubusercontent.com/some-school/kit/main/{wheel}"
    assert installed_by(install.source, on_colab=True) == [("pip", f"install --quiet {url}")]

    for cell in notebook.cells:
        cell.source = re.sub("raise NotImplementedError.*", "return x + x", cell.source)
    (root / "submitted" / "ada" / NAME).mkdir(parents=True)
    nbformat.write(notebook, root / "submitted" / "ada" / NAME / f"{NAME}.ipynb")
    done = run_command(root, "autograder", "grade", NAME, "--json", tmp_path / "out.json")
    [result] = json.loads((tmp_path / "out.json").read_text())["submissions"]
    assert (done.returncode, result["exercises"][0]["status"]) == (0, "passed"), result


def installed_by(code, *, on_colab):
    """The magics that a cell runs."""
    run = []
    namespace = {"get_ipython": lambda: SimpleNamespace(run_line_magic=lambda *words: run.append(words))}
    with pytest.MonkeyPatch.context() as patch:
        if on_colab:
            patch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
        exec(code, namespace)
    return run


def test_without_a_release_there_is_no_kit(built_course, tmp_path):
    """The command that builds it is named."""
    root = shutil.copytree(built_course, tmp_path / "course")
    shutil.rmtree(root / "release")

    with pytest.raises(OurFault, match=f"Run: autograder build {NAME}"):
        make_kit(root, tmp_path / "kit.zip")


@pytest.mark.slow
def test_from_an_empty_folder_to_a_graded_notebook(kit, tmp_path, run_command, bubblewrap):
    """Unzip, install, check, work in the notebook, hand it in: it is graded like any other."""
    with zipfile.ZipFile(kit) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / KIT
    venv.create(folder / ".venv", with_pip=True)
    python = folder / ".venv" / "bin" / "python"
    pins = ["--constraint", str(REPOSITORY / "constraints.txt")]
    for command in (["pip", "install", "--quiet", *pins, "-r", "requirements.txt"], ["convlab"]):
        done = subprocess.run([python, "-m", *command], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    name = "00_orientation"
    path = folder / "notebooks" / name / f"{name}.ipynb"
    notebook = json.loads(path.read_text())
    worked = json.loads((REPOSITORY / "solutions" / name / f"{name}.ipynb").read_text())
    solutions = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in worked["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    for cell in notebook["cells"]:
        cell["source"] = solutions.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    path.write_text(json.dumps(notebook))
    command = ["nbconvert", "--to", "notebook", "--execute", "--inplace", path.name]
    done = subprocess.run(
        [python, "-m", "jupyter", *command], cwd=path.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    shutil.copytree(path.parent, tmp_path / "submitted" / "ada" / name)

    options = ["--submitted", tmp_path / "submitted", "--json", tmp_path / "out.json"]
    done = run_command(REPOSITORY, "autograder", "grade", name, *options)

    [result] = json.loads((tmp_path / "out.json").read_text())["submissions"]
    assert (done.returncode, result["score"]) == (0, result["max_score"])
