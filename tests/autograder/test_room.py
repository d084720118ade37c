"""The room, wherever the project lies."""

from autograder import room
from autograder.session import Session

TRIES_TO_WRITE = """
try:
    open("{}", "w")
except OSError:
    kept = "yes"
"""


def test_packages_below_tmp_are_in_the_room(warm, tmp_path, monkeypatch):
    """A project that lies below /tmp is bound on top of the room's own /tmp, and read-only."""
    tmp_path.chmod(0o755)
    (tmp_path / "module.py").write_text("here = True")
    paths = [*room._python_paths(), tmp_path]
    monkeypatch.setattr(room, "_python_paths", lambda: paths)
    cell = f"seen = open('{tmp_path}/module.py').read()\n" + TRIES_TO_WRITE.format(tmp_path / "new")

    with Session(warm, [cell]) as session:
        session.begin_test()

        assert session.request("values", ["seen", "kept"]) == {
            "value": {"seen": "here = True", "kept": "yes"}
        }
