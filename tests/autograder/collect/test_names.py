"""File names as an LMS makes them: whose they are, what they were called, when they came."""

from datetime import datetime
from pathlib import PurePosixPath

import pytest

from autograder.collect.names import Named, name_fits, read_name

NAME = "01_convolution"
NOTEBOOK = f"{NAME}.ipynb"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"c/lovelaceada_101_5001_{NOTEBOOK}", Named("101", NOTEBOOK, "Canvas", (5001, 0))),
        (f"lovelaceada_LATE_101_5001_{NOTEBOOK}", Named("101", NOTEBOOK, "Canvas", (5001, 0), late=True)),
        (f"x_101_5001_{NAME}-2.ipynb", Named("101", f"{NAME}-2.ipynb", "Canvas", (5001, 2))),
        ("o_neil_101_5001_my_2_work.ipynb", Named("101", "my_2_work.ipynb", "Canvas", (5001, 0))),
        (f"山田花子_101_5001_{NOTEBOOK}", Named("101", NOTEBOOK, "Canvas", (5001, 0))),
        (f"anon_Ab3dE_5001_{NOTEBOOK}", Named("anon_Ab3dE", NOTEBOOK, "Canvas", (5001, 0))),
        (f"c/Ada Lovelace_201_assignsubmission_file_/{NOTEBOOK}", Named("201", NOTEBOOK, "Moodle")),
        (f"c/ليلى محمود_203_assignsubmission_file_/{NOTEBOOK}", Named("203", NOTEBOOK, "Moodle")),
        (f"O_Neil, A_204_assignsubmission_file_/deep/er/{NOTEBOOK}", Named("204", NOTEBOOK, "Moodle")),
        (f"Ada Lovelace_201_assignsubmission_file_{NOTEBOOK}", Named("201", NOTEBOOK, "Moodle")),
        (
            f"hw_1_ada_attempt_2026-05-04-21-58-03_{NOTEBOOK}",
            Named("ada", NOTEBOOK, "Blackboard", at=datetime(2026, 5, 4, 21, 58, 3)),
        ),
        (f"ada/{NOTEBOOK}", None),
        (NOTEBOOK, None),
        ("ada/lab_1_2.ipynb", None),
        ("Ada_201_assignsubmission_onlinetext_/onlinetext.html", None),
    ],
)
def test_names(path, expected):
    """Each LMS's way of naming, in any script, with what students may have put into the names."""
    assert read_name(PurePosixPath(path)) == expected


@pytest.mark.parametrize("copy", ["", "-1", " (2)", "(1)", "-Copy1", "_copy"])
def test_names_of_copies_fit(copy):
    """What Canvas, browsers and JupyterLab make of a name still is that name."""
    assert name_fits(f"{NAME}{copy}.ipynb", NAME)


@pytest.mark.parametrize("file", ["01_convolution_final.ipynb", "02_downsampling.ipynb", "homework.ipynb"])
def test_other_names_do_not(file):
    """Such a notebook is looked into."""
    assert not name_fits(file, NAME)
