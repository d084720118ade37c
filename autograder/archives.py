"""Unpacks what an LMS hands over, within limits: `nbgrader zip_collect` uses this instead of its own.

A collected archive holds whatever students uploaded: members that would land elsewhere, links, bombs that
unpack to far more than they are. Each of these is left out, with a line that says which and why; the rest of
the class is collected.
"""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from nbgrader.plugins import ExtractorPlugin

__all__ = ["Extractor", "Unpacked", "unpack"]

MAX_MEMBERS = 20_000  # of one archive, with what is inside it
MAX_BYTES = 4 << 30  # unpacked, of one archive with what is inside it
MAX_MEMBER_BYTES = 64 << 20  # unpacked
MAX_DEPTH = 3  # archives inside archives
MAX_PATH = 240  # [characters]
_CHUNK = 1 << 20


@dataclass
class Unpacked:
    """What became of an archive: how much was written, and a line for everything that was left out."""

    members: int = 0
    size: int = 0
    problems: list[str] = field(default_factory=list)

    def refuse(self, archive: Path, member: str, why: str) -> None:
        """Note that a member was left out."""
        self.problems.append(f"{archive.name}: {member[:100]!r} {why}, and was left out")


class Extractor(ExtractorPlugin):
    """nbgrader's extractor, with limits."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack every archive below `archive_path`, and copy every other file."""
        source, target = Path(archive_path), Path(extracted_path)
        for path in sorted(source.rglob("*")):
            place = target / path.relative_to(source)
            if path.is_symlink() or not path.is_file():
                continue
            if path.suffix in self.zip_ext:
                self.log.info("Extracting from: %s", path)
                for problem in unpack(path, place.with_name(_stem(path))).problems:
                    self.log.warning("%s", problem)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)


def unpack(archive: Path, target: Path, *, depth: int = 1, into: Unpacked | None = None) -> Unpacked:
    """Unpack a zip or tar archive, and the archives in it, each into a folder of its own.

    Args:
        archive: The file.
        target: The folder to make.
        depth: How deep in other archives it lies.
        into: What has been unpacked of the outer archive so far.
    """
    result = into or Unpacked()
    target.mkdir(parents=True, exist_ok=True)
    try:
        for name, stream in _members(archive, result):
            path = _place(target, name)
            if path is None:
                result.refuse(archive, name, "would land outside its folder, or has too long a name")
            elif result.members >= MAX_MEMBERS:
                result.refuse(archive, name, f"is one of more than {MAX_MEMBERS:,} files")
                break
            elif _write(archive, name, stream, path, result) and path.suffix in (".zip", ".gz", ".tar"):
                if depth < MAX_DEPTH:
                    unpack(path, path.with_name(_stem(path)), depth=depth + 1, into=result)
                    path.unlink()
                else:
                    result.refuse(archive, name, "lies in too many archives")
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, ValueError, RuntimeError) as error:
        result.refuse(archive, "the archive", f"cannot be read to its end ({type(error).__name__})")
    return result


def _members(archive: Path, result: Unpacked) -> Iterator[tuple[str, IO[bytes]]]:
    """Names and contents of the plain files in an archive; everything else is refused."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            for info in packed.infolist():
                if (info.external_attr >> 28) == 0o12:
                    result.refuse(archive, info.filename, "is a link")
                elif not info.is_dir():
                    with packed.open(info) as stream:
                        yield info.filename, stream
        return
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and (content := tar.extractfile(member)):
                yield member.name, content
            elif not member.isdir():
                result.refuse(archive, member.name, "is a link or no ordinary file")


def _place(target: Path, name: str) -> Path | None:
    """Where a member goes; None where that is not inside the target."""
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or not pure.name or "\0" in name or len(name) > MAX_PATH:
        return None
    return target.joinpath(*pure.parts)


def _write(archive: Path, name: str, stream: IO[bytes], path: Path, result: Unpacked) -> bool:
    """Write a member; False where it is too large, whatever the archive says of its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 0
    with path.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MAX_MEMBER_BYTES or result.size + size > MAX_BYTES:
                break
            file.write(chunk)
        else:
            result.members += 1
            result.size += size
            return True
    path.unlink()
    result.refuse(archive, name, f"is larger than {MAX_MEMBER_BYTES >> 20} MB, or one too many")
    return False


def _stem(path: Path) -> str:
    """The name without .zip, .gz or .tar.gz."""
    return path.name.removesuffix(path.suffix).removesuffix(".tar") or path.name
