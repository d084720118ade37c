"""Makes what a submission contains safe to show to people: HTML, text, pictures."""

from __future__ import annotations

import base64
import binascii
import re
import struct

import nh3

__all__ = ["clean_html", "clean_markdown", "plain_text", "safe_png"]

MAX_PIXELS = 50_000_000
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")
# Control, zero-width and direction-changing characters: they make text read as what it is not.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
_PNG = b"\x89PNG\r\n\x1a\n"
_ATTRIBUTES = {"*": {"class", "id", "title"}, "a": {"href"}, "img": {"src", "alt", "width", "height"}}
_ATTRIBUTES |= {
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "details": {"open"},
}


def clean_html(html: object) -> str:
    """HTML without scripts, styles, forms, frames, events and foreign pictures; a filter for nbconvert."""
    return nh3.clean(
        html.decode(errors="replace") if isinstance(html, bytes) else str(html),
        tags=nh3.ALLOWED_TAGS - {"map", "area"},
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def clean_markdown(text: object) -> str:
    """Markdown as harmless HTML.

    Stands in for nbconvert's filter `markdown2html`: nbgrader's own pages, feedback and formgrader, show what
    that makes of a written answer as it is.
    """
    from nbconvert.filters import markdown2html  # not needed to grade, and slow to import

    return clean_html(markdown2html(str(text)))


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":  # a picture from elsewhere would tell who reads this, and when
        return value if re.match(r"data:image/(png|jpeg|gif);base64,", value) else None
    if name == "href" and value.strip().lower().startswith("data:"):
        return None
    return value


def plain_text(text: object, limit: int = 20_000) -> str:
    """Text without terminal sequences, control and invisible characters, cut to `limit` characters."""
    cut = str(text)[: 2 * limit]
    cut = _INVISIBLE.sub("\ufffd", _ANSI.sub("", cut).replace("\r\n", "\n").replace("\r", "\n"))
    return cut if len(cut) <= limit else cut[:limit] + "\n[… cut]"


def safe_png(encoded: object) -> str | None:
    """Base64 of a picture, if it is one, and not so large that showing it would take gigabytes."""
    if not isinstance(encoded, str):
        return None
    try:
        data = base64.b64decode(encoded, validate=False)
    except (binascii.Error, ValueError):
        return None
    width, height = struct.unpack(">II", data[16:24].ljust(8, b"\0"))
    fine = data.startswith(_PNG) and width * height <= MAX_PIXELS
    return base64.b64encode(data).decode() if fine else None
