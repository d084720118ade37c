"""What plain `nbgrader` commands need to know of this course; no assignment needs an entry here.

An exception that is raised in this file nbgrader only logs, and goes on with its own settings, under which
student code runs unprotected. So whatever goes wrong here ends the command.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent

try:
    from autograder.build import build_source_if_stale, course_config, find_own_commands
    from autograder.course import read_settings

    c = get_config()  # noqa: F821 (nbgrader provides it)
    c.merge(course_config(ROOT))
    find_own_commands()
    read_settings(ROOT)  # what is wrong with course.toml is said before anything is graded by it
    # source/*.ipynb is not committed: build what is missing or stale, so that a fresh clone works at once.
    for problem in build_source_if_stale(ROOT):
        print(problem, file=sys.stderr)
except ImportError as error:
    sys.exit(f"This course's own packages are missing ({error}): run `make setup`, then .venv/bin/nbgrader …")
except Exception as error:
    sys.exit(f"This course's nbgrader settings could not be loaded: {error!r}")
