"""The file of an LMS: what is not changed stays byte for byte."""

import codecs

import pytest

from autograder.export.sheet import ExportError, Sheet

FILES = {
    "comma": b'a,"b ""c""",d\n1,,"x\ny"\n',
    "semicolon, CRLF": b'a;"b;c";d\r\n1;2,5;3\r\n',
    "tab, no last line end": b"a\tb\n1\t2",
    "UTF-8 with a mark": codecs.BOM_UTF8 + "ä,ß\r\nليلى,花子\r\n".encode(),
    "UTF-16": codecs.BOM_UTF16_LE + "a\tb\r\nليلى\t2\r\n".encode("utf-16-le"),
    "Windows": "Name,Note\r\nMüller,–\r\n".encode("cp1252"),
    "an empty line": b"a,b\n\n1,2\n",
    "needless quotes": b'"a","b"\n"1","2"\n',
}


@pytest.fixture(params=FILES)
def file(request, tmp_path):
    """One of the files, on disk."""
    path = tmp_path / "file.csv"
    path.write_bytes(FILES[request.param])
    return path


def test_unchanged_is_the_same_bytes(file):
    """Encoding, mark, delimiter, quotes and line ends are kept."""
    assert Sheet(file).to_bytes() == file.read_bytes()


def test_a_changed_cell_changes_its_line_alone(file):
    """Only the line of a changed cell is written anew, and reads as it was, but for that cell."""
    sheet = Sheet(file)
    last = len(sheet.rows) - 1
    before = [list(row) for row in sheet.rows]
    sheet.put(last, 1, "9")
    before[last][1] = "9"
    file.with_name("new.csv").write_bytes(sheet.to_bytes())

    assert Sheet(file.with_name("new.csv")).rows == before
    header = len(sheet.to_bytes().splitlines(keepends=True)[0])
    assert sheet.to_bytes()[:header] == file.read_bytes()[:header]


@pytest.mark.parametrize("content", [b"", b"\n\n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path, content):
    """It is said that there is no header."""
    path = tmp_path / "empty.csv"
    path.write_bytes(content)

    with pytest.raises(ExportError, match="no header"):
        Sheet(path)


def test_a_missing_file_is_refused(tmp_path):
    """The message names the file."""
    with pytest.raises(ExportError, match=r"none\.csv cannot be read"):
        Sheet(tmp_path / "none.csv")
