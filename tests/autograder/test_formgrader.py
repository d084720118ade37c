"""nbgrader's own screens in a real browser: people grade on them, and a hostile notebook stays text there."""

import contextlib
import shutil

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbgrader.api import Gradebook

NAME = "01_tiny"
PATIENCE = 120  # for a server to start [s]
# Each marks the page that it runs in.
PAYLOADS = (
    "<script>document.body.dataset.ran = 'script'</script>",
    "<img src=x onerror=\"document.body.dataset.ran = 'image'\">",
    "<svg onload=\"document.body.dataset.ran = 'svg'\"></svg>",
    "<details open ontoggle=\"document.body.dataset.ran = 'details'\">d</details>",
    "<a id=click href=\"javascript:void(document.body.dataset.ran = 'link')\">click me</a>",
    "<iframe srcdoc=\"<script>parent.document.body.dataset.ran = 'frame'</script>\"></iframe>",
)
HOSTILE = f"""
from IPython.display import HTML, Javascript, Markdown, SVG, display
for payload in {PAYLOADS!r}:
    display(HTML(payload), Markdown(payload), {{"text/html": payload}})
    display({{"text/html": payload, "image/svg+xml": payload, "text/markdown": payload}}, raw=True)
    print(payload)
display(Javascript("document.body.dataset.ran = 'javascript'"))
raise ValueError({PAYLOADS[0]!r})
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory, built_course, notebook_of, right, run_command, bubblewrap):
    """An honest notebook and a hostile one, graded, with feedback."""
    root = shutil.copytree(built_course, tmp_path_factory.mktemp("formgrader") / "course")
    honest = notebook_of(root, **right | {"triple": "def triple(x):\n    return x"})
    honest.cell("why")["source"] = "Because twice is enough."
    honest.hand_in(root / "submitted", "ada")
    notebook = notebook_of(root, **right | {"triple": HOSTILE})
    notebook.cell("why")["source"] = "\n\n".join(PAYLOADS)
    text = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": "\n\n".join(PAYLOADS)}
    notebook.cells.insert(0, text)
    notebook.hand_in(root / "submitted", "mallory")
    for command in (("autograder", "grade", NAME), ("nbgrader", "generate_feedback", NAME)):
        done = run_command(root, *command)
        assert done.returncode == 0, done.stderr[-2000:]
    return root


@pytest.fixture(scope="module")
def server(course, jupyter):
    """The address of a running formgrader."""
    extension = "--ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"
    return jupyter("server", course, extension)


def what_ran(browser, address, *, online=()):
    """Which payload ran in a page, and the page's text; every link of the submission is clicked."""
    tab = browser.new_page()
    try:
        tab.route(
            "**/*",
            lambda route: (
                route.continue_() if route.request.url.startswith((*online, "file:")) else route.abort()
            ),
        )
        tab.goto(address, wait_until="domcontentloaded")
        tab.wait_for_timeout(500)
        for link in tab.get_by_text("click me").all():
            with contextlib.suppress(Exception):
                link.click(timeout=500, force=True, no_wait_after=True)
        tab.wait_for_timeout(200)
        return tab.evaluate("document.body.dataset.ran"), tab.inner_text("body")
    finally:
        tab.close()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_payloads_are_real(browser, tmp_path, payload):
    """In a page that is not sanitised, each of them runs."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(payload)])
    page, _ = HTMLExporter(sanitize_html=False).from_notebook_node(notebook)
    (tmp_path / "page.html").write_text(page)

    ran, _ = what_ran(browser, (tmp_path / "page.html").as_uri())

    assert ran


def test_formgrader_shows_the_submission_inert(server, course, browser):
    """Outputs, Markdown, the written answer and the error are there to read, and nothing runs."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        notebook = book.find_submission_notebook(NAME, NAME, "mallory").id
    page = f"{server}/formgrader/submissions/{notebook}/?token=t"

    ran, text = what_ran(browser, page, online=(server,))

    assert ran is None
    assert "Three times as much" in text or "triple" in text
    assert "values are off" in text or "doubles tensors" in text.lower()


@pytest.mark.parametrize("page", ["", "/gradebook", f"/gradebook/{NAME}", f"/gradebook/{NAME}/{NAME}"])
def test_formgraders_lists_open(server, browser, page):
    """The class and the assignment are listed."""
    ran, text = what_ran(browser, f"{server}/formgrader{page}?token=t", online=(server,))

    assert ran is None
    assert "formgrader" in text.lower() or "manual grading" in text.lower()


def test_feedback_is_inert(course, browser):
    """The page that students get runs nothing either."""
    ran, text = what_ran(browser, (course / "feedback" / "mallory" / NAME / f"{NAME}.html").as_uri())

    assert ran is None
    assert "doubles tensors" in text.lower()


def test_a_person_grades_and_the_student_reads_it(server, course, browser):
    """From the class in formgrader to a written answer, points and a comment, and to the student's page."""
    tab = browser.new_page()
    tab.goto(f"{server}/login?token=t&next=%2Fformgrader%2Fgradebook%2F{NAME}")
    tab.locator("tbody a").filter(has_text=NAME).click()
    tab.get_by_role("link", name="Submission #").first.wait_for()
    assert tab.get_by_role("link", name="Submission #").count() == 2
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        notebook = book.find_submission_notebook(NAME, NAME, "ada").id

    tab.goto(f"{server}/formgrader/submissions/{notebook}/")
    tab.wait_for_load_state("networkidle")  # until then its fields tell nobody what is typed
    assert "Because twice is enough." in tab.inner_text("body")
    with tab.expect_response(lambda response: "/api/grade/" in response.url):
        tab.locator("input.score#why").fill("2.5")
        tab.locator("input.score#why").press("Tab")
    with tab.expect_response(lambda response: "/api/comment/" in response.url):
        tab.locator("#why-comment").fill("Half of it: <b>why</b> is it enough?")
        tab.locator("#why-comment").press("Tab")

    tab.goto(f"{server}/formgrader/manage_submissions/{NAME}")
    tab.locator("tr").filter(has_text="ada").locator(".generate-feedback a").click()
    tab.get_by_text("Successfully generated feedback").first.wait_for(timeout=1000 * PATIENCE)
    tab.goto((course / "feedback" / "ada" / NAME / f"{NAME}.html").as_uri())
    read = " ".join(tab.inner_text("body").split())
    tab.close()

    assert "(Score: 14.5 / 19.0)" in read
    assert "Half of it: why is it enough?" in read
    assert "triples numbers" in read
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        grade = book.find_grade("why", NAME, NAME, "ada")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (None, 2.5, False)
