"""Searches what students are given for anything that they must not see."""

import base64
import binascii
import functools
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from autograder.course import assignments, find_root, load_assignment, solution_text, visible_text

__all__ = ["CANARY", "find_leaks"]

# Stands in every solution region of the built notebooks and in every file of tests/hidden, and nowhere else.
CANARY = "convnet-canary-7f3a"
# Shorter lines, such as `return images`, are nobody's secret.
SHORTEST_SECRET = 25
# Of a hidden test: many tests begin with `images = random(2, 3, 8, 8)`, and so do examples in the guides.
SHORTEST_LINE_OF_A_TEST = 50
BASE64_RUN = re.compile(r"[A-Za-z0-9+/=_-]{32,}(?:\r?\n[A-Za-z0-9+/=_-]+)*")
WORD = re.compile(r"\w+")
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
# A zip in a zip, or base64 in base64, is followed so many times.
DEEPEST = 4


def find_leaks(folder: Path, *, root: Path | None = None) -> list[str]:
    """Files that give away a solution or a hidden test.

    Looks for the canary, for whole files of `tests/hidden/`, and for lines of its tests and of the solutions,
    as they are and inside zip files, base64, JSON strings and HTML. A line that students are also given
    openly, in a code cell or in `convlab/`, is no leak.

    Args:
        folder: A folder or a single file, such as `release/` or a zip.
        root: The course's folder; by default the one that `folder` lies in.

    Returns:
        A sentence for each leak, beginning with the file's path from `folder`.
    """
    secrets = _secrets(root or find_root(folder))
    leaks: list[str] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        if path.is_file():
            name = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
            leaks += _leaks_in(name, path.read_bytes(), secrets)
    return leaks


def _leaks_in(name: str, content: bytes, secrets: dict[str, str]) -> Iterator[str]:
    """Each secret that a file or something packed in it holds, reported once."""
    texts: dict[str, list[str]] = {}
    for place, text in _texts(name, content, DEEPEST):
        texts.setdefault(place, []).append(text)
    reported: set[str] = set()
    for place, parts in texts.items():
        together = "\n".join(parts)  # thousands of scraps in a binary file: one search for each secret
        words = {"", *WORD.findall(together)}
        for secret, what in secrets.items():
            if what not in reported and _word_of(secret) in words and secret in together:
                reported.add(what)
                yield f"{place} holds {what}"


@functools.cache
def _word_of(secret: str) -> str:
    """The longest word with an end on both sides: where it is missing, nobody need look for the rest."""
    return max(re.findall(r"(?<=\W)\w+(?=\W)", secret), key=len, default="")


def _texts(name: str, content: bytes, depth: int) -> Iterator[tuple[str, str]]:
    """The texts that a file holds, each on one line, with the place where it was found."""
    if depth and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from _texts(f"{name}/{member}", archive.read(member), depth - 1)
    text = content.decode("utf-8", errors="replace")
    for variant in {text, _unescape(text), html.unescape(re.sub("<[^<>]*>", "", text))}:
        yield name, _flat(variant)
        if depth:
            for run in BASE64_RUN.findall(variant):
                yield from _texts(name, _decode(run), depth - 1)


def _flat(text: str) -> str:
    """The text with every stretch of white space as one blank: line breaks and indents hide nothing."""
    return " ".join(text.split())


def _unescape(text: str) -> str:
    """The text with the escapes of JSON strings undone."""
    white = {"n": "\n", "t": "\t", "r": "\r"}
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else white.get(m[2], m[2]), text)


def _decode(run: str) -> bytes:
    """What a stretch of base64 holds; nothing when it is none."""
    digits = re.sub(r"[\s=]", "", run).translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error:
        return b""


def _secrets(root: Path) -> dict[str, str]:
    """Each text that students must not see, and what it is."""
    secrets = {CANARY: "the canary"}
    public = _public(root)
    for path in sorted((root / "tests" / "hidden").rglob("*.py")):
        text, where = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
        if len(content := _flat(text)) >= SHORTEST_SECRET:
            secrets[content] = f"the file {where}"
        for line in map(_flat, text.splitlines() if path.name.startswith("test_") else ()):
            if len(line) >= SHORTEST_LINE_OF_A_TEST and not _is_no_secret(line) and line not in public:
                secrets[line] = f"a line of {where}"
    for assignment in (load_assignment(root, name) for name in assignments(root)):
        for name, source in assignment.solutions.items():
            for line in map(_flat, solution_text(source).splitlines()):
                if len(line) >= SHORTEST_SECRET and line not in public:
                    secrets[line] = f"a line of the solution of {name} ({assignment.name})"
    return secrets


def _is_no_secret(line: str) -> bool:
    """Imports, comments and what a test is called, which feedback shows, give nothing away."""
    return line.startswith(("from ", "import ", "#", "def ", '"""'))


def _public(root: Path) -> str:
    """Code that students are given openly."""
    cells = [cell for name in assignments(root) for cell in load_assignment(root, name).cells]
    shown = [visible_text(cell.source) for cell in cells if cell.kind not in ("text", "written")]
    library = [path.read_text(encoding="utf-8") for path in sorted((root / "convlab").rglob("*.py"))]
    return _flat("\n".join(shown + library))
