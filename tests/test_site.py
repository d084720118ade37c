"""The site: whole and offline, and never a way to a solution or a hidden test."""

import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from autograder.course import assignments

pytestmark = pytest.mark.slow  # `make docs`, which CI runs, refuses the same
COURSE = Path(__file__).resolve().parent.parent
LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
NAME = "00_orientation"


class Page(HTMLParser):
    """What a page leads to (`links`), fetches by itself (`loads`), and can be led to within (`ids`)."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.ids: set[str] = set()
        self.feed(file.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag leads to, loads or is called."""
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in LOADS and LOADS[tag] in given:
            self.loads.append(given[LOADS[tag]])


def sphinx(course: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build the site as `make docs` does."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "--quiet", "-c", "docs", *options]
    return subprocess.run([*command, ".", str(site)], cwd=course, capture_output=True, text=True)


def test_the_site_is_whole_and_offline(tmp_path):
    """Every tutorial and guide is there; links lead to something; nothing is fetched from elsewhere."""
    done = sphinx(COURSE, tmp_path, "-W", "--keep-going")
    assert done.returncode == 0, done.stderr
    pages = {file: Page(file) for file in tmp_path.rglob("*.html")}

    built = {file.relative_to(tmp_path).as_posix() for file in pages}
    guides = {f"docs/{file.stem}.html" for file in (COURSE / "docs").glob("*.md")}
    assert built >= {f"release/{name}/{name}.html" for name in assignments(COURSE)} | guides | {"index.html"}
    broken = [
        f"{file.relative_to(tmp_path)}: {link}"
        for file, page in pages.items()
        for link in page.links + page.loads
        if not leads_somewhere(file, link, pages)
    ]
    assert broken == []
    foreign = [url for page in pages.values() for url in page.loads if urlsplit(url).netloc]
    assert foreign == []


def leads_somewhere(page: Path, link: str, pages: dict[Path, Page]) -> bool:
    """Whether the file is there, and the place in it that the link names."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True  # elsewhere: not looked at
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    return target.is_file() and (
        not parts.fragment or target not in pages or parts.fragment in pages[target].ids
    )


@pytest.fixture
def course(tmp_path):
    """A course of one assignment, with the site's settings and one page."""
    for folder in ("source", "release", "solutions", "tests/hidden"):
        shutil.copytree(COURSE / folder / NAME, tmp_path / folder / NAME)
    (tmp_path / "docs").mkdir()
    for file in ("docs/conf.py", "course.toml", "nbgrader_config.py"):
        shutil.copy(COURSE / file, tmp_path / file)
    (tmp_path / "convlab").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# A course\n\n```{{toctree}}\n../release/{NAME}/{NAME}\n```\n")
    return tmp_path


def test_a_course_of_one_assignment(course):
    """The way by which the others try to give something away works by itself."""
    done = sphinx(course, course / "site", "-W")

    assert done.returncode == 0, done.stderr
    assert "standardize" in (course / f"site/release/{NAME}/{NAME}.html").read_text()


@pytest.mark.parametrize(
    "text",
    [
        f"```{{literalinclude}} ../solutions/{NAME}/{NAME}.ipynb\n```",
        f"```{{literalinclude}} ../source/{NAME}/{NAME}.py\n```",
        f"```{{literalinclude}} ../tests/hidden/{NAME}/test_standardize.py\n:lines: 5-\n```",
        f"{{download}}`the solution <../solutions/{NAME}/{NAME}.ipynb>`",
        f"[a test](../tests/hidden/{NAME}/test_standardize.py)",
    ],
)
def test_what_gives_something_away_is_no_site(course, text):
    """However a page tries to take a solution or a hidden test along."""
    page = course / "docs/index.md"
    page.write_text(page.read_text() + "\n" + text + "\n")

    done = sphinx(course, course / "site")

    assert done.returncode != 0
    assert "this site would give something away" in done.stderr


def test_solutions_are_no_pages(course):
    """Whoever lists them in a table of contents gets a warning, and no page."""
    page = course / "docs/index.md"
    listed = f"../release/{NAME}/{NAME}\n../solutions/{NAME}/{NAME}"
    page.write_text(page.read_text().replace(f"../release/{NAME}/{NAME}", listed))

    done = sphinx(course, course / "site")

    assert "solutions" in done.stderr
    assert not list((course / "site").glob("solutions*"))
