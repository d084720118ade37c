"""The commands of docs/cluster.md, as they stand there: shards, and the collecting of their results."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml
from nbgrader.api import Gradebook

NAME = "01_tiny"
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "cluster.md").read_text()


def block(language):
    """The page's only block in that language, for the small course and this environment."""
    [text] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    scripts = sysconfig.get_path("scripts")
    return text.replace("01_convolution", NAME).replace(".venv/bin/", f"{scripts}/")


def shell(course, script, **environment):
    """Runs a script as a batch system does."""
    done = subprocess.run(
        ["bash", "-c", script], cwd=course, env=os.environ | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def course(tmp_path, built_course, notebook_of, right, bubblewrap):
    """A course of which three students handed in."""
    root = shutil.copytree(built_course, tmp_path / "course")
    notebook_of(root, **right).hand_in(root / "submitted", "ada")
    notebook_of(root, **right | {"double": "def double(x):\n    return 3 * x"}).hand_in(
        root / "submitted", "ben"
    )
    notebook_of(root).hand_in(root / "submitted", "cem").write_text("no notebook")
    return root


def scores(course):
    """Scores in the gradebook."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {one.student_id: one.score for one in gradebook.assignment_submissions(NAME)}


@pytest.mark.slow
def test_slurm(course, run_command):
    """Each task of the array grades its part; collecting names who is missing, and then all is there."""
    script, tasks = block("bash"), {"COURSE": str(course), "SLURM_ARRAY_TASK_COUNT": "2"}

    shell("/", script, **tasks, SLURM_ARRAY_TASK_ID="1")
    early = run_command(course, "autograder", "collect-results", NAME)
    shell("/", script, **tasks, SLURM_ARRAY_TASK_ID="2")
    done = run_command(course, "autograder", "collect-results", NAME)

    assert early.returncode == 1
    assert "not graded yet: ben. Run their shards again, or: autograder grade 01_tiny" in early.stderr
    assert (done.returncode, scores(course)) == (0, {"ada": 16.0, "ben": 6.0, "cem": 0.0})


def test_a_shard_leaves_the_gradebook_alone(course):
    """Only one process may write it."""
    shell("/", block("bash"), COURSE=str(course), SLURM_ARRAY_TASK_COUNT="3", SLURM_ARRAY_TASK_ID="1")

    assert not (course / "gradebook.db").exists()


def test_kubernetes(course):
    """Each index of the job is a shard, counted from 0; one of a small class may hold nobody."""
    job = yaml.safe_load(block("yaml"))
    [container] = job["spec"]["template"]["spec"]["containers"]
    [script] = container["args"]

    assert (container["command"], job["spec"]["completionMode"]) == (["bash", "-c"], "Indexed")
    assert script.endswith(f'/{job["spec"]["completions"]}"')
    assert "ben" in shell(course, script, JOB_COMPLETION_INDEX="1")
    assert "ben" not in shell(course, script, JOB_COMPLETION_INDEX="7")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--shard", "3/2"], "a shard is i/n with i from 1 to n"),
        (
            ["--dask", "tcp://127.0.0.1:9", "--dask-resources", "GPU"],
            "--dask-resources is NAME=N, such as GPU=1",
        ),
    ],
)
def test_a_wrong_call_is_explained(course, run_command, arguments, says):
    """In one sentence, before anything is graded."""
    done = run_command(course, "autograder", "grade", NAME, *arguments)

    assert done.returncode == 2
    assert says in done.stderr
