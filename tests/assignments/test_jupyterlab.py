"""Every notebook of the course in a real JupyterLab: Run All, and what students then see."""

import contextlib
import json
import re
import shutil
import urllib.error
import urllib.request
from pathlib import Path

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


@contextlib.contextmanager
def after_run_all(browser, server, kind, name):
    """The page of a notebook whose cells have all been run."""
    tab = browser.new_page(viewport={"width": 1280, "height": 1000})
    try:
        tab.goto(f"{server}/lab/tree/{kind}/{name}/{name}.ipynb?token=t&reset")
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
        yield tab
    finally:
        tab.close()
        _end_kernels(server)


def _end_kernels(server):
    with urllib.request.urlopen(f"{server}/api/sessions?token=t") as answer:
        sessions = json.load(answer)
    for session in sessions:
        address = f"{server}/api/sessions/{session['id']}?token=t"
        urllib.request.urlopen(urllib.request.Request(address, method="DELETE")).close()


def text_of(tab, selector):
    """The texts of what a selector finds."""
    return [found.inner_text() for found in tab.locator(selector).all()]


@pytest.mark.parametrize("name", assignments(ROOT))
def test_the_solved_notebook_is_green(server, browser, tmp_path, name):
    """No error, no alarm, and every public check passes; each picture is there."""
    with after_run_all(browser, server, "solutions", name) as tab:
        tab.screenshot(path=tmp_path / "window.png")
        alarms = text_of(tab, ALARM)
        shown = "\n".join(text_of(tab, ".jp-OutputArea-output"))
        lost = tab.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.alt)")

    checks = re.findall(r"(\d+) of (\d+) public checks passed", shown)
    assert (alarms, lost) == ([], [])
    assert checks and all(passed == count for passed, count in checks)
    assert "✗" not in shown and "○" not in shown
    [*_, (reached, total)] = re.findall(r"exercises worth ([\d.]+) of ([\d.]+) points", shown)
    assert reached == total


@pytest.mark.parametrize("name", assignments(ROOT))
def test_the_untouched_notebook_says_what_is_to_be_done(server, browser, tmp_path, name):
    """Run All reaches the end; only experiments stop, and every check says that nothing was attempted."""
    with after_run_all(browser, server, "release", name) as tab:
        tab.screenshot(path=tmp_path / "window.png")
        alarms = text_of(tab, ALARM)
        shown = "\n".join(text_of(tab, ".jp-OutputArea-output"))

    assert all("NotImplementedError" in alarm and "write your answer here" in alarm for alarm in alarms)
    assert "✗" not in shown
    assert "not attempted yet. Write your solution above" in shown
