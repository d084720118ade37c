"""How nbgrader is set up for this course, for its own commands and for our builder."""

import os
import sysconfig
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    IncludeHeaderFooter,
    LockCells,
)
from traitlets.config import Config

from autograder.build.stubs import ClearSolutionRegions
from autograder.late.rules import read_rules
from autograder.registration import SaveDueDate

__all__ = ["IGNORED", "course_config", "find_own_commands"]

# Never copied beside a notebook. nbgrader copies every other file of source/NN/, so the percent script would
# be handed out with its solutions.
IGNORED = [".*", "*.py", "*.pyc", "__pycache__", "feedback"]


def course_config(root: Path) -> Config:
    """Settings of nbgrader for the course in `root`, with no entry for any assignment."""
    read_rules(root)  # a broken file stops every command, before anybody is graded by half of it
    config = Config()
    config.CourseDirectory.course_id = "insights-into-convnets"
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.solution_directory = "solutions"  # nbgrader's default is "solution"
    config.CourseDirectory.ignore = IGNORED
    usual = GenerateAssignment.preprocessors.default()
    ours = [ClearSolutionRegions if step is ClearSolutions else step for step in usual]
    config.GenerateAssignment.preprocessors = [*ours, SaveDueDate]
    # release/ is committed: without force nbgrader would skip what lies there, and register nothing.
    config.GenerateAssignment.force = True
    # Without nbgrader's Execute: solutions are kept without outputs, and `autograder validate` runs them.
    config.GenerateSolution.preprocessors = [IncludeHeaderFooter, LockCells, ClearOutput, ClearMarkScheme]
    config.merge(_grading_config())
    return config


def _grading_config() -> Config:
    """Settings that make nbgrader's own commands grade with our engine (`autograder.front`).

    By name, not by import: other commands need not wait for torch.
    """
    config = Config()
    config.Autograde.exporter_class = "autograder.front.Exporter"
    # Without nbgrader's CheckCellMetadata, a quarter of its time: what it checks comes from the release.
    config.Autograde.sanitize_preprocessors = []
    config.Autograde.autograde_preprocessors = [
        "autograder.front.Grade",
        "autograder.front.SaveScores",
        "nbgrader.preprocessors.AssignLatePenalties",
    ]
    config.AssignLatePenalties.plugin_class = "autograder.late.plugin.LateDays"
    config.ZipCollectApp.extractor_plugin = "autograder.archives.Extractor"
    config.ZipCollectApp.collector_plugin = "autograder.collect.plugin.Collector"
    config.Autograde.pre_convert_hook = "autograder.front.replace_links"
    config.HTMLExporter.sanitize_html = (
        True  # off by default: a submission's scripts would run for its reader
    )
    config.HTMLExporter.filters = {
        "clean_html": "autograder.sanitise.clean_html",
        "markdown2html": "autograder.sanitise.clean_markdown",  # nbgrader's pages use it without clean_html
    }
    return config


def find_own_commands() -> None:
    """Puts this interpreter's scripts first on the PATH.

    To make a gradebook nbgrader calls `alembic` by name, and fails where the environment is not activated.
    """
    scripts, path = sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)
    if scripts not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, path])
