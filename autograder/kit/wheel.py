"""`convlab` alone, as a wheel: students need nothing of the engine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import requires, version
from pathlib import Path

import convlab
from autograder.verdicts import OurFault

__all__ = ["library_wheel"]

_COURSE = "insights-into-convnets"  # the distribution that both packages come with
_PROJECT = """\
[build-system]
requires = ["setuptools>=70.1"]
build-backend = "setuptools.build_meta"

[project]
name = "convlab"
version = "{version}"
description = "What the notebooks of Insights into Convnets import"
requires-python = ">=3.11"
license = "BSD-3-Clause"
dependencies = {dependencies}

[tool.setuptools.packages.find]
include = ["convlab*"]

[tool.setuptools.package-data]
convlab = ["assets/*", "py.typed"]
"""


def library_wheel(folder: Path) -> Path:
    """Build the wheel into a folder; the same sources make the same bytes.

    Raises:
        OurFault: It could not be built.
    """
    needed = [line for line in requires(_COURSE) or [] if "extra ==" not in line]
    with tempfile.TemporaryDirectory(prefix="wheel-") as temporary:
        package = Path(convlab.__file__).parent
        shutil.copytree(
            package, Path(temporary, "convlab"), ignore=shutil.ignore_patterns("__pycache__", "build_*.py")
        )
        project = _PROJECT.format(version=version(_COURSE), dependencies=sorted(needed))
        Path(temporary, "pyproject.toml").write_text(project, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800"}  # 1980, when zips begin
        done = subprocess.run(
            [*command, "--wheel-dir", str(folder), temporary], env=environment, capture_output=True, text=True
        )
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        raise OurFault(f"the wheel of convlab could not be built: {done.stderr.strip()[-1000:]}")
    return wheels[0]
