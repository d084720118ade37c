"""Pages for people: one file each that needs nothing else, runs no script and escapes whatever it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

__all__ = ["templates", "write_page"]

templates = Environment(
    loader=PackageLoader("autograder"),
    autoescape=True,
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
