"""Takes the README's pictures, after `make demo`: python docs/images/take.py."""

import copy
import subprocess
import sysconfig
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
DEMO = ROOT / "demo"
NAME = "01_convolution"
WIDTH = 800


def main() -> None:
    """Take each picture in a browser that reaches no network."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": WIDTH, "height": 800}, device_scale_factor=1.5)
        tab.route("http*://**", lambda route: route.abort())
        _notebook(tab, Path(folder))
        _feedback(tab)
        _class(tab, Path(folder))
        browser.close()


def _notebook(tab: Page, folder: Path) -> None:
    """An exercise, a mistake in it, and what the public checks say from the second time on."""
    notebook = nbformat.read(ROOT / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    mistake = ROOT / "tests" / "hidden" / NAME / "wrong" / "correlate2d" / "mirrored.py"
    cells["correlate2d"].source = mistake.read_text(encoding="utf-8").split('"""', 2)[2].strip()
    check = cells["test_correlate2d"]
    notebook.cells = [cells["_start--2"], cells["correlate2d"], check, copy.deepcopy(check)]
    notebook.cells[-1].id = "again"
    NotebookClient(notebook, timeout=120).execute()
    notebook.cells = [notebook.cells[1], notebook.cells[3]]
    page, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
    file = folder / "notebook.html"
    file.write_text(page, encoding="utf-8")
    tab.goto(file.as_uri(), wait_until="domcontentloaded")
    # The check's own code is the same for everybody; what it says is the point.
    tab.add_style_tag(content=".jp-Cell:last-child .jp-Cell-inputWrapper { display: none; }")
    tab.locator("main").screenshot(path=IMAGES / "notebook.png")


def _feedback(tab: Page) -> None:
    tab.goto((DEMO / "feedback" / "eva" / NAME / f"{NAME}.html").as_uri(), wait_until="domcontentloaded")
    table = tab.locator("table.autograder", has_text="correlate2d").filter(has_text="mirrored").first
    tab.add_style_tag(content="table.autograder { outline: 12px solid white; }")
    table.screenshot(path=IMAGES / "feedback.png")


def _class(tab: Page, folder: Path) -> None:
    """The beginning of the page of the class."""
    command = [Path(sysconfig.get_path("scripts")) / "autograder", "report", NAME, "--out", folder / "class"]
    subprocess.run(command, cwd=DEMO, check=True)
    tab.goto((folder / "class" / "index.html").as_uri())
    tab.set_viewport_size({"width": 1000, "height": 1000})
    tab.screenshot(path=IMAGES / "class.png")


if __name__ == "__main__":
    main()
