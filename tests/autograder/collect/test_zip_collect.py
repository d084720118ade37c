"""`nbgrader zip_collect` on what Canvas and Moodle hand over, with our settings."""

import shutil
import zipfile

NAME = "01_tiny"


def test_a_class_of_each_lms(tmp_path, built_course, notebook_of, right, run_command):
    """Everybody's newest notebook is in its place with its time; the rest is listed and not lost."""
    root = shutil.copytree(built_course, tmp_path / "course")
    whole = notebook_of(root, **right).hand_in(tmp_path, "whole").read_bytes()
    archive = root / "downloaded" / NAME / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "canvas.zip", "w") as file:
        file.writestr(f"lovelaceada_101_5001_{NAME}.ipynb", "{}")
        file.writestr(f"lovelaceada_LATE_101_5002_{NAME}-1.ipynb", whole)
        file.writestr("bobbuilder_102_5003_my work.ipynb", whole)
        file.writestr("bobbuilder_102_5004_notes.pdf", b"%PDF")
        file.writestr(f"../../evil_103_5005_{NAME}.ipynb", whole)
    with zipfile.ZipFile(archive / "moodle.zip", "w") as file:
        file.writestr(f"ليلى محمود_203_assignsubmission_file_/{NAME}.ipynb", whole)
    (archive / f"hw_dora_attempt_2026-05-04-21-58-03_{NAME}.ipynb").write_bytes(whole)

    done = run_command(root, "nbgrader", "zip_collect", NAME)

    assert done.returncode == 0, done.stderr
    said = " ".join(done.stderr.split())
    submitted = {path.parent.parent.name: path for path in (root / "submitted").rglob("*.ipynb")}
    assert set(submitted) == {"101", "102", "203", "dora"}
    assert all(path == root / "submitted" / who / NAME / f"{NAME}.ipynb" for who, path in submitted.items())
    assert all(path.read_bytes() == whole for path in submitted.values())
    assert (root / "submitted" / "dora" / NAME / "timestamp.txt").read_text() == "2026-05-04 21:58:03"
    assert f"bobbuilder_102_5003_my work.ipynb: is 102's {NAME}, recognised by its cells" in said
    assert "bobbuilder_102_5004_notes.pdf: is no notebook" in said
    assert "101: Canvas marked this late" in said
    assert (root / "downloaded" / NAME / "extracted" / "canvas" / "bobbuilder_102_5004_notes.pdf").is_file()
