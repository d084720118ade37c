"""The pages in a real browser: hostile text stays text, and people can read them, on any screen and paper."""

import contextlib
from itertools import pairwise

import pytest

from autograder.notebook import CodeCell
from autograder.report.found import ClassResults
from autograder.report.pages import page_name, write_report
from autograder.report.similarity import Work, alike_pairs
from autograder.report.student_code import StudentCode

# Each marks the page that it runs in, or asks somebody outside.
PAYLOADS = (
    "<script>document.body.dataset.ran = 'script'</script>",
    "</title></style><img src=http://example.org/x onerror=\"document.body.dataset.ran = 'image'\">",
    '"><svg onload="document.body.dataset.ran = \'svg\'"></svg>',
    "<a href=\"javascript:void(document.body.dataset.ran = 'link')\">click me</a>",
    "<link rel=stylesheet href=http://example.org/style><iframe src=http://example.org></iframe>",
    "{{ 7 * 191 }}<meta http-equiv=refresh content='0;url=http://example.org'>",
)
HOSTILE = "".join(PAYLOADS)
LONG = "x" * 3000
CODE = "\n".join(f"value_{n} = [{n}, 'n', None] + other[{n}:{n}]  # {HOSTILE!r}" for n in range(20))
STUDENTS = [HOSTILE, LONG, "../ada", "ada\n\u202efdp", "ben"]

CONTRAST = """
() => {
  const parts = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = colour => colour.slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, axis) => sum + value * [0.2126, 0.7152, 0.0722][axis], 0);
  const behind = element => {
    for (let one = element; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return null;
  };
  const found = {};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['STYLE', 'title', 'desc'].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const front = parts(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const back = behind(element);
    const [low, high] = [light(front), back ? light(back) : NaN].sort((one, other) => one - other);
    found[`${element.tagName} ${front} on ${back}`] = (high + 0.05) / (low + 0.05);
  }
  return found;
}
"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(one => Number(one.tagName[1]))"
NARROW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SCROLLING = """
() => [...document.querySelectorAll('main *')]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === 'auto')
  .map(one => [one.tabIndex, one.getAttribute('role'), Boolean(one.getAttribute('aria-label'))])
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory, result):
    """A report of a hostile class, by kind of page."""
    failed, wrong = [(HOSTILE, "failed", HOSTILE, LONG)], [("values", "failed", "values are off")]
    class_ = [result(who, problems=[HOSTILE, LONG], double=failed, triple=failed) for who in STUDENTS[:4]]
    class_.append(result("ben", double=HOSTILE, triple=wrong, cost=[("choice", "passed")]))
    for one in class_:
        one.exercises[0].tests[0].staff = HOSTILE + LONG
        one.cells = [{"index": 0, "error": {"says": HOSTILE}}]
    code = StudentCode({"double": CodeCell(0, CODE), HOSTILE: CodeCell(1, LONG)}, [CodeCell(2, HOSTILE)])
    pairs = {"double": alike_pairs([Work(who, CODE, who == LONG) for who in STUDENTS], ""), HOSTILE: []}
    folder = tmp_path_factory.mktemp("report")
    found = ClassResults(HOSTILE, class_, [HOSTILE, LONG])
    write_report(found, dict.fromkeys(STUDENTS, code), folder, pairs=pairs)
    assert pairs["double"]
    return {
        "class": folder / "index.html",
        "student": folder / page_name(HOSTILE),
        "similarity": folder / "similarity.html",
    }


@pytest.fixture
def opened(browser, pages):
    """Opens a page: `opened("class", width=390, scheme="dark")`; what it asked for is in `.asked`."""
    with contextlib.ExitStack() as stack:

        def open_(kind, *, width=1280, scheme="light"):
            context = stack.enter_context(
                browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            )
            tab = context.new_page()
            tab.asked = []
            tab.on("request", lambda request: tab.asked.append(request.url))
            tab.goto(pages[kind].as_uri())
            return tab

        yield open_


KINDS = pytest.mark.parametrize("kind", ["class", "student", "similarity"])


@KINDS
def test_hostile_text_is_text(opened, pages, kind):
    """Names, code and messages are there to read; nothing of them runs, and nobody else is asked."""
    tab = opened(kind)
    tab.wait_for_timeout(300)

    assert tab.evaluate("document.body.dataset.ran") is None
    assert tab.asked == [pages[kind].as_uri()]
    assert tab.get_by_role("link", name="click me", exact=True).count() == 0
    assert "<script>document.body.dataset.ran = 'script'</script>" in tab.inner_text("body")
    assert "{{ 7 * 191 }}" in tab.inner_html("body")
    assert "\u202e" not in tab.content()


@KINDS
def test_the_policy_holds_without_escaping(opened, kind):
    """Were something not escaped after all, the page's own policy keeps it from running."""
    tab = opened(kind)
    refused = tab.evaluate(
        """() => new Promise(resolve => {
          document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective));
          const image = document.createElement('img');
          image.src = 'http://example.org/x';
          document.body.append(image);
        })"""
    )

    assert refused == "img-src"


@KINDS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened, kind, scheme):
    """Every text stands out from what is behind it by 4.5 to 1 at least."""
    tab = opened(kind, scheme=scheme)
    tab.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")

    contrasts = tab.evaluate(CONTRAST)

    assert len(contrasts) >= 5
    assert {what: ratio for what, ratio in contrasts.items() if not ratio >= 4.5} == {}


@KINDS
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(opened, kind, width):
    """Also with names and code that have no blanks; only tables scroll, and by keyboard, too."""
    tab = opened(kind, width=width)
    tab.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")

    assert tab.evaluate(NARROW) <= 0
    assert all(part == [0, "region", True] for part in tab.evaluate(SCROLLING))


def test_tables_scroll_where_they_must(opened):
    """The rule above is not satisfied by pages without wide tables."""
    assert opened("class", width=390).evaluate(SCROLLING)


@KINDS
def test_headings_are_in_order(opened, kind):
    """One first heading, and none that skips a level."""
    levels = opened(kind).evaluate(HEADINGS)

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@KINDS
def test_the_structure_is_said(opened, kind):
    """Headers have a scope, pictures a name or no part in it, and nothing is there for a mouse only."""
    tab = opened(kind)

    assert tab.locator("th:not([scope])").count() == 0
    assert tab.locator("svg:not([aria-hidden='true']):not([role='img'][aria-labelledby])").count() == 0
    assert tab.locator("html[lang='en']").count() == 1
    assert tab.title()


def test_the_histogram_is_told_in_words(opened):
    """Its name and description are what a screen reader says; the same numbers are in a table."""
    tab = opened("class")

    picture = tab.get_by_role("img", name="How many students scored how much")
    assert picture.count() == 1
    assert picture.locator("desc").text_content().startswith("0 to ")
    assert tab.locator("table", has_text="Students by points").locator("tbody tr").count() == 10


@KINDS
def test_the_keyboard_skips_to_the_content(opened, kind):
    """The first thing that a keyboard reaches is the way past the links; it is seen then."""
    tab = opened(kind)
    tab.keyboard.press("Tab")

    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert tab.locator(".skip").bounding_box()["x"] >= 0
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#content")


def test_paper_shows_what_is_folded(opened):
    """Printed, staff's detail and the students of a cause are there, and black on white also after dark."""
    tab = opened("student", scheme="dark")
    folded = tab.locator("details pre").first
    assert not folded.is_visible()

    tab.emulate_media(media="print")

    assert folded.is_visible()
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not tab.locator("nav").is_visible()
