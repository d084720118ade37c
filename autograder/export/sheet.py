"""A CSV file of an LMS, of which only a few cells are changed.

Whatever is not changed stays as it is, byte for byte: the mark of its encoding, its line ends, its quotes.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

__all__ = ["ExportError", "Sheet"]

_MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]


class ExportError(Exception):
    """Marks cannot be exported like this; the text says why, and what to do."""


class Sheet:
    """The file in memory.

    Attributes:
        name: The file's name, for messages.
        rows: Its records, to be changed in place; the first is the header.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ExportError(f"{path} cannot be read: {error.strerror}.") from None
        self._mark, self._encoding, text = _decoded(data)
        self._delimiter = _delimiter(text)
        try:
            pairs = list(_records(text, self._delimiter))
        except csv.Error as error:
            raise ExportError(f"{path.name} is no CSV file ({error}). Download it once more.") from None
        if not pairs or not any(pairs[0][0]):
            raise ExportError(f"{path.name} has no header in its first line. Download it once more.")
        self.rows = [row for row, _ in pairs]
        self._raw = [(list(row), raw) for row, raw in pairs]

    @property
    def header(self) -> list[str]:
        """Names of the columns."""
        return self.rows[0]

    def column(self, *names: str) -> int | None:
        """Place of the first column with one of these names, whatever their case."""
        folded = [title.strip().casefold() for title in self.header]
        return next((folded.index(name.casefold()) for name in names if name.casefold() in folded), None)

    def cell(self, row: int, column: int) -> str:
        """A cell's text; empty where the record is too short for it."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Change a cell."""
        self.rows[row].extend([""] * (column + 1 - len(self.rows[row])))
        self.rows[row][column] = text

    def to_bytes(self) -> bytes:
        """The file, as it is to be uploaded."""
        parts = [
            raw if row == before else _line(row, self._delimiter, raw)
            for row, (before, raw) in zip(self.rows, self._raw, strict=True)
        ]
        return self._mark + "".join(parts).encode(self._encoding)


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """The file's mark of order, its encoding, and its text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding, data[len(mark) :].decode(encoding, errors="surrogatepass")
    for encoding in ("utf-8", "cp1252"):
        try:
            return b"", encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return b"", "latin-1", data.decode("latin-1")


def _delimiter(text: str) -> str:
    """What stands between two cells of the header."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))


def _records(text: str, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """Each record, and the lines that it was read from."""
    lines = list(io.StringIO(text, newline=""))
    reader, done = csv.reader(iter(lines), delimiter=delimiter), 0
    for row in reader:
        yield row, "".join(lines[done : reader.line_num])
        done = reader.line_num


def _line(row: list[str], delimiter: str, raw: str) -> str:
    """A changed record with the line end it had."""
    end = raw[len(raw.rstrip("\r\n")) :]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerow(row)
    return text.getvalue()
