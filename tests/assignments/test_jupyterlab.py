"""Every notebook of the course in a real JupyterLab: Run All, and what students then see."""

import json
import re
import shutil
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.course import assignments

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # for a notebook to open [s]
RUN_PATIENCE = 600  # for a notebook to run [s]
KINDS = ("solutions", "release")
# What is not in view is not on the page, unless JupyterLab is told to keep it there.
SETTINGS = {
    "notebook-extension/tracker.jupyterlab-settings": {"windowingMode": "none"},
    "apputils-extension/notification.jupyterlab-settings": {"fetchNews": "false", "checkForUpdates": False},
}
PROMPTS = ".jp-Notebook .jp-CodeCell .jp-InputPrompt"
# Tracebacks, and whatever else goes to standard error.
ALARM = "[data-mime-type='application/vnd.jupyter.stderr']"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(jupyter, tmp_path_factory):
    """The address of a running JupyterLab that has every notebook, solved and as it is handed out."""
    folder = tmp_path_factory.mktemp("notebooks")
    for kind in KINDS:
        shutil.copytree(ROOT / kind, folder / kind)
    settings = {f"settings/@jupyterlab/{name}": json.dumps(value) for name, value in SETTINGS.items()}
    return jupyter("lab", folder, settings=settings)


class Seen(NamedTuple):
    """What a page shows: tracebacks and standard error, all outputs as text, pictures that are not there."""

    alarms: list[str]
    shown: str
    lost: list[str]


def after_run_all(browser, server, name, picture):
    """What is seen of a notebook, `kind/name`, once all cells have been run; its window becomes a picture."""
    tab = browser.new_page(viewport={"width": 1280, "height": 1000})
    try:
        tab.goto(f"{server}/lab/tree/{name}/{Path(name).name}.ipynb?token=t&reset")
        tab.locator(PROMPTS).first.wait_for(timeout=PATIENCE * 1000)
        tab.get_by_text("(ipykernel) | Idle").wait_for(timeout=PATIENCE * 1000)
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        tab.wait_for_function(
            "prompts => { const all = [...document.querySelectorAll(prompts)].map(p => p.textContent);"
            " return all.length && all.every(text => /^\\[\\d+\\]:/.test(text)); }",
            arg=PROMPTS,
            timeout=RUN_PATIENCE * 1000,
        )
        tab.screenshot(path=picture)
        return Seen(
            [found.inner_text() for found in tab.locator(ALARM).all()],
            "\n".join(found.inner_text() for found in tab.locator(".jp-OutputArea-output").all()),
            tab.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.alt)"),
        )
    finally:
        tab.close()
        _end_kernels(server)


def _end_kernels(server):
    with urllib.request.urlopen(f"{server}/api/sessions?token=t") as answer:
        sessions = json.load(answer)
    for session in sessions:
        address = f"{server}/api/sessions/{session['id']}?token=t"
        urllib.request.urlopen(urllib.request.Request(address, method="DELETE")).close()


@pytest.mark.parametrize("name", assignments(ROOT))
def test_the_solved_notebook_is_green(server, browser, tmp_path, name):
    """No error, no alarm, and every public check passes; each picture is there."""
    seen = after_run_all(browser, server, f"solutions/{name}", tmp_path / "window.png")

    checks = re.findall(r"(\d+) of (\d+) public checks passed", seen.shown)
    assert (seen.alarms, seen.lost) == ([], [])
    assert checks and all(passed == count for passed, count in checks)
    assert "✗" not in seen.shown and "○" not in seen.shown
    [*_, (reached, total)] = re.findall(r"exercises worth ([\d.]+) of ([\d.]+) points", seen.shown)
    assert reached == total


@pytest.mark.parametrize("name", assignments(ROOT))
def test_the_untouched_notebook_says_what_is_to_be_done(server, browser, tmp_path, name):
    """Run All reaches the end; only what is not written yet stops, and checks say what to do."""
    seen = after_run_all(browser, server, f"release/{name}", tmp_path / "window.png")

    assert all("NotImplementedError" in one and "write your answer here" in one for one in seen.alarms)
    assert seen.lost == []
    assert "✗" not in seen.shown
    assert "not attempted yet. Write your solution above" in seen.shown
