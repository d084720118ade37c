"""Builds what is committed: nbgrader makes it, and what differs is written or reported."""

import fnmatch
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from nbgrader.converters import GenerateAssignment, GenerateSolution
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import capture_log

from autograder.build.notebook import write_source
from autograder.build.settings import IGNORED, course_config, find_own_commands
from autograder.course import assignments, load_assignment, script_of

__all__ = ["build", "build_source_if_stale"]

BUILT = ("release", "solutions")


def build(root: Path, name: str, *, check: bool = False) -> list[str]:
    """Builds an assignment: percent script → source notebook → release → solutions.

    nbgrader works in a temporary course with its own gradebook, so the course's gradebook is not touched.

    Args:
        root: The course's folder.
        name: The assignment.
        check: Write nothing, and only report.

    Returns:
        The files of `release/` and `solutions/` that differed from what was built, as paths from the root.

    Raises:
        FileNotFoundError: There is no such assignment.
        ValueError: The percent script breaks a rule; the message says where, and what to do.
        RuntimeError: nbgrader failed; the message holds what it logged.
    """
    load_assignment(root, name)
    with TemporaryDirectory() as folder:
        stage = Path(folder).resolve()
        _copy_source(root, stage, name)
        _convert(stage, name)
        if not check:
            shutil.copy(_notebook(stage, name), _notebook(root, name))
        drifted = [path for step in BUILT for path in _drift(stage, root, Path(step, name))]
        if not check:
            for path in drifted:
                _replace(stage / path, root / path)
    return [path.as_posix() for path in drifted]


def build_source_if_stale(root: Path) -> list[str]:
    """Builds the source notebooks that are missing or older than their script or this builder.

    A notebook that cannot be built is removed, so that nbgrader does not go on with an outdated one.

    Returns:
        What is wrong, a sentence for each assignment that could not be built.
    """
    problems: list[str] = []
    newest_builder = max(path.stat().st_mtime for path in Path(__file__).parents[1].glob("[bc]*/*.py"))
    for name in assignments(root):
        script, notebook = script_of(root, name), _notebook(root, name)
        if notebook.is_file() and notebook.stat().st_mtime > max(script.stat().st_mtime, newest_builder):
            continue
        try:
            write_source(script, notebook)
        except ValueError as error:
            notebook.unlink(missing_ok=True)
            problems.append(str(error))
    return problems


def _notebook(root: Path, name: str) -> Path:
    return script_of(root, name).with_suffix(".ipynb")


def _copy_source(root: Path, stage: Path, name: str) -> None:
    """The assignment's source folder, with its notebook built, as nbgrader expects it."""
    ignored = shutil.ignore_patterns(*IGNORED, "*.ipynb")
    shutil.copytree(root / "source" / name, stage / "source" / name, ignore=ignored)
    write_source(script_of(root, name), _notebook(stage, name))


def _convert(stage: Path, name: str) -> None:
    """Runs nbgrader's generate_assignment and generate_solution."""
    find_own_commands()
    config = course_config(stage)
    config.CourseDirectory.assignment_id = name
    for converter in (GenerateAssignment, GenerateSolution):
        result = capture_log(converter(coursedir=CourseDirectory(config=config), config=config))
        if not result["success"]:
            raise RuntimeError(f"nbgrader could not build {name}:\n{result['log']}\n{result['error']}")


def _drift(stage: Path, root: Path, folder: Path) -> list[Path]:
    """Files below a folder, as paths from the root, whose bytes differ or that only one side has."""
    fresh, committed = _files(stage, folder), _files(root, folder)
    return sorted(path for path in fresh.keys() | committed.keys() if fresh.get(path) != committed.get(path))


def _files(root: Path, folder: Path) -> dict[Path, bytes]:
    paths = (path.relative_to(root) for path in (root / folder).rglob("*") if path.is_file())
    return {path: (root / path).read_bytes() for path in paths if not _is_hidden(path)}


def _is_hidden(path: Path) -> bool:
    """Editors' leftovers, such as .ipynb_checkpoints, are no drift."""
    return any(fnmatch.fnmatch(part, ".*") for part in path.parts)


def _replace(fresh: Path, committed: Path) -> None:
    """Makes a committed file what was built, or removes it when nothing was."""
    if not fresh.is_file():
        committed.unlink()
        return
    committed.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(fresh, committed)
