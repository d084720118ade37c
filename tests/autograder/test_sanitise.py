"""What a submission can put before a person does no harm."""

import base64

import pytest

from autograder.sanitise import clean_html, clean_markdown, plain_text, safe_png

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(20)).decode()


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<ScRiPt src=//evil.example>", "<scr<script>ipt>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "<p onclick='alert(1)'>", "<body onload=alert(1)>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>", "<svg><a xlink:href='javascript:alert(1)'>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
        "<iframe src='https://evil.example'></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
        "<object data='evil.swf'></object>", "<embed src='evil.swf'>", "<base href='//evil.example/'>",
        "<link rel=stylesheet href='//evil.example/x.css'>", "<meta http-equiv=refresh content='0;url=//e'>",
        "<style>@import '//evil.example/x.css'</style>", "<p style='background:url(//evil.example)'>",
        "<form action='//evil.example'><input name=a><button>go</button></form>",
        "<a href='javascript:alert(1)'>x</a>", "<a href=' JaVaScRiPt:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>", "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='vbscript:alert(1)'>x</a>", "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href=' DATA:text/html;base64,PHNjcmlwdD4='>x</a>",
        "<img src='https://evil.example/pixel.png'>", "<img src='//evil.example/pixel.png'>",
        "<img src='data:image/svg+xml;base64,PHN2Zz4='>", "<img src='data:text/html,x'>",
        "<img srcset='https://evil.example/pixel.png 1x'>", "<video src='//evil.example' autoplay></video>",
        "<audio src='//evil.example'>", "<picture><source srcset='//evil.example'></picture>",
        "<table background='//evil.example'>", "<area href='javascript:alert(1)'>", "<!--<script>-->",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<template><script>x</script>",
    ],
)  # fmt: skip
def test_what_runs_or_phones_home_is_removed(html):
    """No script, event, frame, form, style, foreign picture or link that runs is left."""
    clean = clean_html(f"before {html} after").lower()
    escaped = clean.replace("&lt;", "").replace("&gt;", "")

    for tag in ("script", "svg", "iframe", "style", "form", "base", "link", "meta", "object", "embed"):
        assert f"<{tag}" not in clean
    for word in ("src=", "srcset", "script:", "data:", "style=", "url(", "action=", "background"):
        assert word not in escaped
    assert not any(f"<{tag} on" in clean for tag in ("p", "img", "body", "svg"))
    assert "before" in clean


@pytest.mark.parametrize(
    "html",
    [
        '<details open=""><summary>Hint</summary>text</details>',
        '<table class="autograder"><tbody><tr><td colspan="2" align="left">✓</td></tr></tbody></table>',
        "<p>a <strong>b</strong> <em>c</em> <code>d</code></p>",
        f'<img src="data:image/png;base64,{PNG}" alt="a figure">',
        '<a href="https://pytorch.org" rel="noopener noreferrer nofollow">torch</a>',
        '<a href="mailto:a@example.org" rel="noopener noreferrer nofollow">mail</a>',
        "<ul><li>x</li></ul>",
        "<pre>1 &lt; 2</pre>",
        "<h2>Title</h2>",
        "<kbd>Shift</kbd>",
    ],
)
def test_what_is_harmless_stays(html):
    """Tables, details, text, own pictures and plain links stay as they are."""
    assert clean_html(html) == html


def test_bytes_are_read_as_text():
    """Bytes, which nbconvert may hand over, are decoded."""
    assert clean_html(b"<p>\xc3\xa9 \xff</p>") == "<p>é \ufffd</p>"


def test_markdown_is_cleaned_as_well():
    """Written answers keep their Markdown, mathematics and tables, and lose what runs."""
    html = clean_markdown("**bold** $a<b$\n\n| a |\n|---|\n| 1 |\n\n<script>alert(1)</script>")

    assert "<strong>bold</strong> $a&lt;b$" in html
    assert "<table>" in html
    assert "script" not in html


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("lone \x1b", "lone "),
        ("\x9b31mred", "\ufffd31mred"),
        ("back\x08space\x07\x00", "back\ufffdspace\ufffd\ufffd"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("ad\u202emin", "ad\ufffdmin"),
        ("\u2066\u2069\u200b\u200f\ufeff\u2028", "\ufffd" * 6),
        ("\u061cmark", "\ufffdmark"),
        ("lone \ud800", "lone \ufffd"),
        ("Zoë · 数 · 🙂", "Zoë · 数 · 🙂"),
        (b"bytes", "b'bytes'"),
    ],
)
def test_text_shows_what_it_says(text, plain):
    """No terminal sequence, invisible or direction-changing character is left; letters of any script stay."""
    assert plain_text(text) == plain


def test_text_is_cut():
    """At most `limit` characters are shown, and that some are missing is said."""
    assert plain_text("x" * 50, limit=10) == "x" * 10 + "\n[… cut]"
    assert plain_text("x" * 10, limit=10) == "x" * 10
    assert len(plain_text("\x1b[31m" * 10_000_000, limit=10)) < 30


def test_pictures_that_are_png_stay():
    """A PNG comes back in clean base64, also where lines were broken."""
    assert safe_png(PNG) == PNG
    assert safe_png(PNG[:20] + "\n" + PNG[20:] + "\n") == PNG


@pytest.mark.parametrize(
    "encoded",
    [
        None, 5, b"bytes", ["list"], "", "not base64!", "é", "AAAA",
        base64.b64encode(b"<svg onload=alert(1)>").decode(), base64.b64encode(b"GIF89a").decode(),
        '"><script>alert(1)</script>',
    ],
)  # fmt: skip
def test_other_pictures_are_refused(encoded):
    """What is not a PNG, or not base64, or not even text, is no picture."""
    assert safe_png(encoded) is None
