"""Solution regions: the lines between `### BEGIN SOLUTION` and `### END SOLUTION`."""

from collections.abc import Callable, Iterator

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

__all__ = ["BEGIN", "END", "map_regions", "solution_text", "visible_text"]


def split(source: str) -> Iterator[tuple[str, bool]]:
    """Each line of a cell, and whether it belongs to a solution region, its marks included.

    Raises:
        ValueError: The marks do not pair up, or one is misspelt.
    """
    inside = False
    for line in source.split("\n"):
        _check_mark(line, inside)
        opens, closes = BEGIN in line, END in line
        yield line, inside or opens
        inside = (inside or opens) and not closes
    if inside:
        raise ValueError(f"a `{BEGIN}` is never closed: write `{END}` after the last line of the solution")


def _check_mark(line: str, inside: bool) -> None:
    for mark in (BEGIN, END):
        if mark.lstrip("# ") in line and line.strip() != mark:
            raise ValueError(f"`{line.strip()}` is a misspelt mark: write `{mark}`, alone in its line")
    if BEGIN in line and inside:
        raise ValueError(f"a `{BEGIN}` stands inside another one: close the first with `{END}`")
    if END in line and not inside:
        raise ValueError(f"an `{END}` has no `{BEGIN}`: write one before the first line of the solution")


def solution_text(source: str) -> str:
    """The lines inside the regions, without their marks; empty when there is no region."""
    return "\n".join(line for line, inside in split(source) if inside and line.strip() not in (BEGIN, END))


def visible_text(source: str) -> str:
    """The lines outside the regions: what a student is given."""
    return "\n".join(line for line, inside in split(source) if not inside)


def map_regions(source: str, replace: Callable[[str, list[str]], list[str]]) -> str:
    """The cell with each region, marks included, replaced by `replace(indent, lines)`."""
    lines: list[str] = []
    region: list[str] = []
    for line, inside in split(source):
        if not inside:
            lines.append(line)
            continue
        region.append(line)
        if line.strip() == END:
            indent = region[0][: len(region[0]) - len(region[0].lstrip())]
            lines += replace(indent, region)
            region = []
    return "\n".join(lines)
