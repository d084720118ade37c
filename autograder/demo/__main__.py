"""`python -m autograder.demo [NN]`: build, release, hand in, grade, feedback; is each score as foreseen?"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.course import assignments, find_root, load_assignment
from autograder.demo.course import LOG, CommandError
from autograder.demo.pages import page_of
from autograder.demo.run import Outcome, run
from autograder.tables import points_text

DEFAULT = "01_convolution"


def main(arguments: list[str]) -> int:
    """Run the demo.

    Args:
        arguments: The assignment's name, or nothing.

    Returns:
        The exit status: 0 where everything is as foreseen.
    """
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    root, name = find_root(Path.cwd()), (arguments or [DEFAULT])[0]
    if name not in assignments(root):
        console.print(f"There is no assignment {name}. Choose one of: {', '.join(assignments(root))}")
        return 2
    console.print(f"[bold]{name}[/bold], from the author's script to feedback, in demo/\n")
    try:
        outcome = run(root, name, root / "demo", console)
    except CommandError as error:
        console.print(f"\n✗ {error}", markup=False)
        return 1
    _conclude(console, root, name, outcome)
    return 1 if outcome.surprises else 0


def _conclude(console: Console, root: Path, name: str, outcome: Outcome) -> None:
    console.print()
    console.print(_table(name, outcome))
    assignment = load_assignment(root, name)
    by_hand = sum(assignment.points[question] for question in assignment.names("written"))
    if by_hand:
        console.print(f"A person gives up to {points_text(by_hand)} points more, for the written answers.")
    console.print(f"Feedback: {page_of(Path('demo'), name, '<student>')}", markup=False)
    for surprise in outcome.surprises:
        console.print(f"✗ {surprise}", markup=False)
    if outcome.surprises:
        console.print(f"What the commands said: demo/{LOG}")
    else:
        console.print("✓ every score is as foreseen; no page holds a hidden test or a script of a submission")


def _table(name: str, outcome: Outcome) -> Table:
    table = Table(title=f"{name}: foreseen before grading, and what the gradebook holds")
    for column in ("student", "what was handed in", "foreseen", "score", ""):
        table.add_column(column, justify="right" if column in ("foreseen", "score") else "left")
    for row in outcome.rows:
        score = "ungraded" if row.score is None else points_text(row.score)
        mark = "✓" if row.as_foreseen else "✗"
        given = row.submission
        table.add_row(given.student, given.did, str(given.foreseen), score, mark)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
