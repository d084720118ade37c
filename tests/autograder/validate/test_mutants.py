"""Mutants: each is one small change that Python accepts, and every kind of change is made."""

import ast

import pytest

from autograder.validate.mutants import Equivalent, mutants_of, read_equivalent


def changed(code):
    """The changed lines of each mutant of a function with this one line."""
    return {mutant.after for mutant in mutants_of(f"def f(x, y, model):\n    {code}\n    return x")}


@pytest.mark.parametrize(
    ("code", "mutant"),
    [
        ("x = x + y", "x = x - y"),
        ("x = x // y", "x = x / y"),
        ("x = x ** y", "x = x * y"),
        ("x += y", "x -= y"),
        ("x = x < y", "x = x <= y"),
        ("x = x == y", "x = x != y"),
        ("x = x is y", "x = x is not y"),
        ("x = x and y", "x = x or y"),
        ("x = -y", "x = y"),
        ("x = not y", "x = y"),
        ("x = 3", "x = 4"),
        ("x = 3", "x = 2"),
        ("x = 0", "x = 1"),
        ("x = 0.5", "x = 1.0"),
        ("x = True", "x = False"),
        ("x = y[1:]", "x = y[2:]"),
        ("x = y[1:]", "x = y[:]"),
        ("x = y[:-1]", "x = y[:-2]"),
        ("x = y[::y]", "x = y[:]"),
        ("x = model(x, y)", "x = model(y, x)"),
        ("x = y.sum(dim=1, keepdim=True)", "x = y.sum(dim=1)"),
        ("x = y.clone()", "x = y"),
        ("x = y.detach().clone()", "x = y.clone()"),
        ("model.eval()", "pass"),
        ("x = y", "pass"),
        ("x = x if y else model", "x = x"),
        ("x = x if y else model", "x = model"),
    ],
)
def test_each_kind_of_change(code, mutant):
    """The usual slips: operators, borders, order of arguments, calls and statements left out."""
    assert mutant in changed(code)


def test_blocks():
    """A guard can go with all that it guards, a context can go and leave what it held, and so a decorator."""
    guard, context = "    if x < 0:\n        raise ValueError('no')", "    with quiet():\n        x = g(x)"
    cell = f"@no_grad()\ndef f(x):\n{guard}\n{context}\n    return x"

    sources = {mutant.source for mutant in mutants_of(cell)}

    assert any("raise" not in source for source in sources)
    assert any("quiet" not in source and "g(x)" in source for source in sources)
    assert any(source.startswith("def") for source in sources)


def test_words_are_left_alone():
    """Documentation, and how an error is worded, may be as they like."""
    cell = '"""1 + 1"""\ndef f(x):\n    """2 < 3."""\n    raise ValueError(f"got {x + 1}, not {x.item()}")'

    assert mutants_of(cell) == []


def test_each_is_another_program():
    """No mutant stands there twice, equals the original, or is no Python."""
    cell = (
        "def f(x):\n    for i in range(3):\n        x = x[:, 1:] + i * 2\n    return x.contiguous() or None"
    )
    sources = [mutant.source for mutant in mutants_of(cell)]

    assert len(set(sources)) == len(sources) > 10
    assert ast.unparse(ast.parse(cell)) not in sources
    assert all(ast.parse(source) for source in sources)


def test_no_order_where_none_counts():
    """The arguments of min and max, of equal and of isclose may come in any order."""
    assert "x = min(y, x)" not in changed("x = min(x, y)")
    assert "x = torch.equal(y, x)" not in changed("x = torch.equal(x, y)")


def test_it_says_where():
    """The line in the cell as the author wrote it, and that line before and after."""
    cell = "# a remark\ndef f(x):\n    # another\n    return (x +\n            1)"
    found = {(mutant.line, mutant.before, mutant.after) for mutant in mutants_of(cell)}

    assert (4, "return x + 1", "return x - 1") in found


def test_equivalent_mutants_need_a_reason(tmp_path):
    """The file is optional; an entry without a reason is refused."""
    assert read_equivalent(tmp_path) == []
    file = tmp_path / "equivalent.toml"
    entry = '[[equivalent]]\nexercise = "f"\nbefore = "x + 0"\nafter = "x - 0"\n'
    file.write_text(f'{entry}reason = "adds nothing"\n')
    assert read_equivalent(tmp_path) == [Equivalent("f", "x + 0", "x - 0", "adds nothing")]

    file.write_text(entry)
    with pytest.raises(ValueError, match="reason"):
        read_equivalent(tmp_path)
