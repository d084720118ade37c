"""`python -m convlab` says whether a machine is ready, and what to do where it is not."""

import subprocess
import sys

from convlab import __main__ as ready


def test_a_ready_machine():
    """Each line begins with a check mark, and the command exits 0."""
    done = subprocess.run([sys.executable, "-m", "convlab"], capture_output=True, text=True)

    *lines, last = done.stdout.splitlines()
    assert (done.returncode, last) == (0, "This machine is ready.")
    assert all(line.startswith("✓ ") for line in lines)
    assert any("torch" in line for line in lines)


def test_what_is_missing_is_named_with_its_command(monkeypatch, capsys):
    """The others are looked at all the same."""
    monkeypatch.setattr(ready, "PACKAGES", ("no_such_package", "numpy"))

    assert ready.main() == 1

    said = capsys.readouterr().out
    assert "✗ no_such_package: ModuleNotFoundError. Run: python -m pip install -r requirements.txt" in said
    assert "✓ numpy" in said
    assert said.splitlines()[-1].startswith("Not ready yet")
