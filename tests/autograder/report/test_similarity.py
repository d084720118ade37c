"""What looks alike: copies are found, independent solutions mostly not."""

import ast
from pathlib import Path

import pytest

from autograder.course import assignments, load_assignment, visible_text
from autograder.report.similarity import LEAST, Work, alike_in_class, alike_pairs
from autograder.report.student_code import read_class
from autograder.validate import examples_of

REPOSITORY = Path(__file__).resolve().parents[3]
GIVEN = (
    'def mean_of(images, mask):\n    """The mean of some pixels."""\n    raise NotImplementedError("yours")\n'
)
LOOP = '''\
def mean_of(images, mask):
    """The mean of some pixels."""
    total, count = 0.0, 0
    for image, chosen in zip(images, mask):
        for row in range(image.shape[0]):
            if chosen[row].any():
                total += float(image[row][chosen[row]].sum())
                count += int(chosen[row].sum())
    return total / max(count, 1)
'''
WHOLE = """\
def mean_of(images, mask):
    weights = mask.to(images.dtype).flatten(1)
    sums = torch.einsum("np,np->n", images.flatten(1), weights)
    return (sums.sum() / weights.sum().clamp(min=1)).item()
"""


class Rename(ast.NodeTransformer):
    """Gives every variable of a function another name."""

    def __init__(self, tree):
        stored = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        self.names = {node.id: f"my_{node.id}" for node in stored}

    def visit_Name(self, node):
        """Rename one."""
        node.id = self.names.get(node.id, node.id)
        return node


def disguised(code):
    """A copy as somebody in a hurry hides it: other names, comments and layout."""
    tree = ast.parse(code)
    lines = ast.unparse(Rename(tree).visit(tree)).splitlines()
    return "# all my own work\n" + "\n".join(f"{line}  # step {n}" for n, line in enumerate(lines))


def names(pairs):
    """Who is alike."""
    return [(pair.first.work.who, pair.second.work.who) for pair in pairs]


def test_a_disguised_copy_is_found():
    """Other names and comments hide nothing, and who wrote something else is not named."""
    works = [Work("ada", LOOP), Work("ben", disguised(LOOP)), Work("cleo", WHOLE)]

    [pair] = alike_pairs(works, GIVEN)

    assert names([pair]) == [("ada", "ben")]
    assert pair.share > 0.8


def test_passages_are_the_code_in_pieces():
    """Together they are what was handed in; what is alike is marked, and what stands in one only is not."""
    longer = LOOP.replace("    return", "    assert 4321 < 8765 - total, 'quite different'\n    return")

    [pair] = alike_pairs([Work("ada", LOOP), Work("ben", longer)], GIVEN)

    assert "".join(text for text, _ in pair.second.passages) == longer.strip()
    marked = "".join(text for text, alike in pair.second.passages if alike)
    assert "if chosen[row].any():" in marked
    assert "4321" not in marked
    assert pair.second.share < pair.first.share


def test_the_release_makes_nobody_alike():
    """Whoever left the stub as it was has no code of their own."""
    assert alike_pairs([Work("ada", GIVEN), Work("ben", GIVEN)], GIVEN) == []


def test_short_code_makes_nobody_alike():
    """There are few ways to write one line."""
    short = "def mean_of(images, mask):\n    return images[mask].mean()\n"

    assert alike_pairs([Work("ada", short), Work("ben", short)], GIVEN) == []


def test_what_everybody_has_makes_nobody_alike():
    """More than ten students with the same code had the same thought or the same lecture."""
    alike = lambda count: alike_pairs([Work(f"s{n}", LOOP) for n in range(count)], GIVEN)  # noqa: E731

    assert len(alike(10)) == 45
    assert alike(11) == []


@pytest.mark.parametrize("code", ["def mean_of(:", "", "# nothing", "(" * 300, "x = '\ud800'", "\n\n\t"])
def test_whatever_was_handed_in(code):
    """Code that is none disturbs nobody."""
    works = [Work("odd", code), Work("ada", LOOP), Work("odder", code), Work("ben", LOOP)]

    assert names(alike_pairs(works, GIVEN)) == [("ada", "ben")]


def test_earlier_years_are_only_compared_with():
    """Two of an earlier year may be alike; whoever copies from them is found."""
    works = [Work("2025/eva", LOOP, True), Work("2025/finn", LOOP, True), Work("ada", disguised(LOOP))]

    assert sorted(names(alike_pairs(works, GIVEN))) == [("2025/eva", "ada"), ("2025/finn", "ada")]


def test_a_class_is_compared_by_exercise(built_course, notebook_of, tmp_path):
    """Each exercise for itself, in the notebook's order; choices, which everybody has, are left out."""
    assignment = load_assignment(built_course, "01_tiny")
    copied = LOOP.replace("mean_of", "triple")
    for student in ("ada", "ben"):
        notebook_of(built_course, triple=copied, cost='cost = "b"').hand_in(tmp_path / "now", student)
    notebook_of(built_course, triple=copied).hand_in(tmp_path / "before", "eva")

    now, before = (read_class(tmp_path / year, assignment) for year in ("now", "before"))
    pairs = alike_in_class(assignment, now, {f"before/{who}": code for who, code in before.items()})

    assert list(pairs) == ["double", "triple"]
    assert pairs["double"] == []
    assert names(pairs["triple"]) == [("ada", "ben"), ("ada", "before/eva"), ("ben", "before/eva")]


@pytest.mark.slow
def test_right_solutions_differ_and_copies_do_not():
    """Of the course's own right examples 1 pair in 100 may be called alike, of their copies 97 must be."""
    independent, called_alike, copies, found = 0, 0, 0, 0
    for name in assignments(REPOSITORY):
        assignment, examples = load_assignment(REPOSITORY, name), examples_of(REPOSITORY, name)
        for exercise in assignment.names("exercise"):
            given = visible_text(assignment.solutions[exercise])
            sources = [e.source for e in examples if (e.kind, e.exercise) == ("right", exercise)]
            works = [Work(str(n), source) for n, source in enumerate(sources)]
            independent += len(works) * (len(works) - 1) // 2
            called_alike += len(alike_pairs(works, given))
            for work in works:
                if len(work.code) > 6 * LEAST:
                    copies += 1
                    found += len(alike_pairs([work, Work("copy", disguised(work.code))], given))

    assert independent > 500
    assert called_alike / independent < 0.01
    assert copies > 200
    assert found / copies > 0.97
