"""Collected archives: what is unpacked, and what is left out."""

import io
import os
import subprocess
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from autograder import archives
from autograder.archives import unpack

ROOT = Path(__file__).resolve().parents[2]


def zipped(path, members):
    """A zip archive; a member that begins with "-> " is a link."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if isinstance(content, str) and content.startswith("-> "):
                info.external_attr = 0o120777 << 16
            archive.writestr(info, content)
    return path


def written(folder):
    """Every file below a folder, by its relative path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_ordinary_members_are_unpacked(tmp_path):
    """Files and folders of an archive, and of the archives in it, land below the target."""
    inner = zipped(tmp_path / "inner.zip", {"a.ipynb": "{}"}).read_bytes()
    outer = zipped(tmp_path / "outer.zip", {"x/b.ipynb": "[]", "c.zip": inner, "d/": ""})

    result = unpack(outer, tmp_path / "out")

    assert written(tmp_path / "out") == {"x/b.ipynb": b"[]", "c/a.ipynb": b"{}"}
    assert result.problems == []


@pytest.mark.parametrize(
    "name", ["../up.ipynb", "/tmp/absolute.ipynb", "a/../../up.ipynb", "..\\up.ipynb", "n" * 300]
)
def test_nothing_lands_outside(tmp_path, name):
    """A member whose path leads out of the folder is left out and named; its neighbours are unpacked."""
    archive = zipped(tmp_path / "a.zip", {name: "bad", "good.ipynb": "good"})

    result = unpack(archive, tmp_path / "deep" / "out")

    assert written(tmp_path / "deep") == {"out/good.ipynb": b"good"}
    assert len(result.problems) == 1
    assert name[:20] in result.problems[0].replace("\\\\", "\\")


def test_links_are_left_out(tmp_path):
    """Symbolic and hard links, in zip and in tar, are not made."""
    archive = zipped(tmp_path / "a.zip", {"link.ipynb": "-> /etc/passwd", "good.ipynb": "good"})
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as tar:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"odd{kind.decode()}.ipynb")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        info = tarfile.TarInfo("fine.ipynb")
        info.size = 4
        tar.addfile(info, io.BytesIO(b"fine"))

    links = (
        unpack(archive, tmp_path / "one").problems + unpack(tmp_path / "b.tar.gz", tmp_path / "two").problems
    )

    assert written(tmp_path / "one") == {"good.ipynb": b"good"}
    assert written(tmp_path / "two") == {"fine.ipynb": b"fine"}
    assert len(links) == 4


def test_a_bomb_does_not_go_off(tmp_path, monkeypatch):
    """A member that unpacks to more than it may is left out, and so is what passes the sum."""
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 3 << 20)
    monkeypatch.setattr(archives, "MAX_BYTES", 5 << 20)
    zeros = bytes(2 << 20)
    archive = zipped(tmp_path / "a.zip", {"bomb": bytes(9 << 20), "b": zeros, "c": zeros, "d": zeros})

    result = unpack(archive, tmp_path / "out")

    assert set(written(tmp_path / "out")) == {"b", "c"}
    assert len(result.problems) == 2


def test_too_many_files_stop(tmp_path, monkeypatch):
    """After the allowed number of files, unpacking ends with one line."""
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    archive = zipped(tmp_path / "a.zip", {f"{n}.txt": "x" for n in range(50)})

    result = unpack(archive, tmp_path / "out")

    assert len(written(tmp_path / "out")) == 5
    assert len(result.problems) == 1


def test_archives_in_archives_end(tmp_path):
    """Archives are unpacked to a certain depth, and no further."""
    content, name = b"{}", "a.ipynb"
    for level in range(6):
        content, name = zipped(tmp_path / f"{level}.zip", {name: content}).read_bytes(), f"{level}.zip"

    result = unpack(tmp_path / "5.zip", tmp_path / "out")

    assert len(result.problems) == 1
    assert [path for path in written(tmp_path / "out") if path.endswith(".ipynb")] == []


def test_a_broken_archive_is_named(tmp_path):
    """What is no archive, or ends too early, costs only itself."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")

    assert "a.zip" in unpack(tmp_path / "a.zip", tmp_path / "out").problems[0]


def test_nbgrader_collects_with_it(tmp_path):
    """`nbgrader zip_collect` puts good notebooks in place and says what it left out."""
    (tmp_path / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    (tmp_path / "source").mkdir()
    (tmp_path / "release" / "hw").mkdir(parents=True)
    (tmp_path / "release" / "hw" / "hw.ipynb").write_text("{}")
    downloads = tmp_path / "downloaded" / "hw" / "archive"
    downloads.mkdir(parents=True)
    members = {"ada_1_attempt_2026-01-02-10-00-00_hw.ipynb": "{}", "../../evil.ipynb": "{}"}
    zipped(downloads / "class.zip", members)
    scripts = sysconfig.get_path("scripts")
    command = [f"{scripts}/nbgrader", "zip_collect", "hw"]
    pattern = r".*/(?P<student_id>\w+?)_.*_(?P<file_id>hw.ipynb)"

    done = subprocess.run(
        [*command, f"--FileNameCollectorPlugin.named_regexp={pattern}"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{scripts}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "submitted" / "ada" / "hw" / "hw.ipynb").is_file()
    assert "evil.ipynb" in done.stderr
    assert not list(tmp_path.rglob("evil.ipynb"))
