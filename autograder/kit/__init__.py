"""What students get, as one zip: the notebooks, the library they import, and a page to start from.

The same course makes the same bytes, and a kit that holds a solution or a hidden test is not made.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path
from string import Template

import nbformat

from autograder.build import find_leaks
from autograder.course import read_settings, released
from autograder.kit.colab import open_in_colab
from autograder.kit.wheel import library_wheel
from autograder.verdicts import OurFault

__all__ = ["KIT", "make_kit"]

KIT = "insights-into-convnets"
_HERE = Path(__file__).parent
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: kits of the same course are the same bytes


def make_kit(root: Path, file: Path) -> list[str]:
    """Pack the kit.

    Args:
        root: The course, with its releases built; the kit holds those that `course.toml` names.
        file: Where the zip goes; left as it was when anything is wrong.

    Returns:
        Names of the files in it.

    Raises:
        OurFault: An assignment has no release, `course.toml` cannot be used, or the kit would give
            something away.
    """
    with tempfile.TemporaryDirectory(prefix="kit-") as temporary:
        folder = Path(temporary) / KIT
        wheel = library_wheel(folder)
        _copy_notebooks(root, folder / "notebooks", wheel.name)
        (folder / "requirements.txt").write_text(f"./{wheel.name}\njupyterlab>=4\n", encoding="utf-8")
        _write_start(root, folder)
        packed = _packed(folder, Path(temporary) / "kit.zip")
        if leaks := find_leaks(packed, root=root):
            raise OurFault("no kit was made, since it would give something away:\n" + "\n".join(leaks))
        shutil.copyfile(packed, file)
        with zipfile.ZipFile(packed) as archive:
            return archive.namelist()


def _copy_notebooks(root: Path, folder: Path, wheel: str) -> None:
    github = read_settings(root).github
    for name in released(root):
        release = root / "release" / name
        if not (release / f"{name}.ipynb").is_file():
            raise OurFault(f"there is no release of {name}. Run: autograder build {name}")
        shutil.copytree(release, folder / name, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.py"))
        if github:
            file = folder / name / f"{name}.ipynb"
            notebook = nbformat.read(file, as_version=4)
            open_in_colab(notebook, name=name, github=github, wheel=wheel)
            nbformat.write(notebook, file)


def _write_start(root: Path, folder: Path) -> None:
    """The page to start from, under the course's title and term."""
    settings = read_settings(root)
    heading = f"{settings.title}, {settings.term}" if settings.term else settings.title
    text = Template((_HERE / "START.md").read_text(encoding="utf-8"))
    (folder / "START.md").write_text(text.substitute(heading=heading), encoding="utf-8")


def _packed(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), _EPOCH)
                entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
    return file
