"""Pages for people: one file each that needs nothing else, runs no script and escapes whatever it shows.

Text of a submission may reach every page, so what would make it read as something else is taken out, too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.sanitise import plain_text

__all__ = ["templates", "write_page"]


def _readable(value: Any) -> Any:
    return plain_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value


templates = Environment(
    loader=PackageLoader("autograder"),
    autoescape=True,
    finalize=_readable,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_page(file: Path, template: str, **shown: Any) -> None:
    """Render one of our templates into a file; every value is escaped.

    Args:
        file: Where the page goes.
        template: Its name, such as "validate.html.j2".
        **shown: What the template shows.
    """
    file.write_text(templates.get_template(template).render(**shown), encoding="utf-8")
