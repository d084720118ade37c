"""Searching what students get for what they must not see."""

import base64
import io
import json
import shutil
import zipfile

import pytest

from autograder.build import CANARY, find_leaks

SECRET_LINE = "    windows = images.unfold(2, weight.shape[-1], 1)\n"
LINE_LEAK = "holds a line of the solution of conv2d (01_tiny)"


@pytest.fixture
def handout(built_once, tmp_path):
    """A copy of the release, outside the course."""
    return shutil.copytree(built_once / "release", tmp_path / "handout")


def zipped(name, content):
    """A zip file that holds one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def test_the_release_is_clean(built_once):
    """What nbgrader released holds neither solutions nor hidden tests."""
    assert find_leaks(built_once / "release") == []


def test_the_solutions_are_not(built_once):
    """The same search finds the worked notebook by canary and by line."""
    assert find_leaks(built_once / "solutions")[:2] == [
        "01_tiny/01_tiny.ipynb holds the canary",
        f"01_tiny/01_tiny.ipynb {LINE_LEAK}",
    ]


@pytest.mark.parametrize(
    "content",
    [
        f"# {CANARY}".encode(),
        json.dumps({"source": [f"# {CANARY}\n"]}).encode(),
        base64.encodebytes(b"some text before it " * 9 + CANARY.encode()),
        json.dumps({"image/png": base64.encodebytes(b"\x89PNG" * 40 + CANARY.encode()).decode()}).encode(),
        zipped("notes.txt", CANARY * 50),
        base64.b64encode(zipped("inner.zip", zipped("notes.txt", CANARY * 50))),
    ],
    ids=["plain", "json", "base64", "base64 in json", "zip", "zip in zip in base64"],
)
def test_the_canary_is_found_wherever_it_is_packed(handout, built_once, content):
    """Plain, escaped, encoded and zipped text is searched alike."""
    (handout / "extra.bin").write_bytes(content)

    [leak] = find_leaks(handout, root=built_once)

    assert leak.startswith("extra.bin")
    assert leak.endswith("holds the canary")


@pytest.mark.parametrize(
    "content",
    [
        SECRET_LINE.strip(),
        "\t" + SECRET_LINE.replace(" = ", "  =   "),
        json.dumps(SECRET_LINE),
        "<pre><span>windows</span> = images.<b>unfold</b>(2, weight.shape[-1], 1)</pre>",
    ],
    ids=["plain", "other white space", "json", "html"],
)
def test_a_line_of_a_solution_is_found(handout, built_once, content):
    """A solution is recognised by its lines where the canary was cut off."""
    (handout / "extra.txt").write_text(content, encoding="utf-8")

    assert find_leaks(handout, root=built_once) == [f"extra.txt {LINE_LEAK}"]


def test_a_hidden_test_is_found(handout, built_once):
    """A hidden suite is recognised by its content, whatever it is called."""
    shutil.copy(built_once / "tests" / "hidden" / "01_tiny" / "test_conv2d.py", handout / "harmless.txt")

    assert find_leaks(handout, root=built_once) == [
        "harmless.txt holds the canary",
        "harmless.txt holds the file tests/hidden/01_tiny/test_conv2d.py",
        "harmless.txt holds a line of tests/hidden/01_tiny/test_conv2d.py",
    ]


@pytest.mark.parametrize(
    ("line", "leaks"),
    [
        (2, []),  # def
        (3, []),  # the behaviour, which feedback shows
        (4, ["extra.txt holds a line of tests/hidden/01_tiny/test_conv2d.py"]),
    ],
)
def test_a_passage_of_a_hidden_test_is_found(handout, built_once, line, leaks):
    """What a page quotes of it, inputs and expected values, not what it is called."""
    suite = (built_once / "tests" / "hidden" / "01_tiny" / "test_conv2d.py").read_text()
    (handout / "extra.txt").write_text(f"such as\n\n{suite.splitlines()[1 + line]}\n")

    assert find_leaks(handout, root=built_once) == leaks


def test_the_percent_script_is_found(handout, built_once):
    """The script holds no canary, and is known by its lines."""
    shutil.copy(built_once / "source" / "01_tiny" / "01_tiny.py", handout)

    assert f"01_tiny.py {LINE_LEAK}" in find_leaks(handout, root=built_once)


def test_a_single_zip_can_be_searched(tmp_path, built_once):
    """The kit is one file."""
    kit = tmp_path / "kit.zip"
    kit.write_bytes(zipped("release/notes.txt", CANARY))

    assert find_leaks(kit, root=built_once) == ["kit.zip/release/notes.txt holds the canary"]


def test_lines_that_students_are_given_are_no_secret(built):
    """A line that also stands in convlab may stand in the release."""
    (built / "convlab" / "windows.py").write_text(SECRET_LINE, encoding="utf-8")
    (built / "release" / "extra.txt").write_text(SECRET_LINE, encoding="utf-8")

    assert find_leaks(built / "release") == []
