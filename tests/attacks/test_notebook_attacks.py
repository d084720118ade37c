"""Notebooks whose metadata, texts, outputs or neighbours attack: graded by plain nbgrader, as one class."""


def test_gains_nothing(handed_in, naive, graded_class):
    """What an attack gains from the naive grader, or more, it does not gain from ours."""
    if handed_in.gains != "nothing":
        assert handed_in.gains in naive.gained(handed_in), f"no longer an attack: {handed_in.tries}"
    else:
        assert handed_in.why

    assert graded_class.gained(handed_in) == set(), handed_in.tries


def test_honest_students_get_what_is_due(graded_class):
    """Whoever hands in before and after the attackers gets full marks, and feedback."""
    for student in (*graded_class.honest, "bob"):
        assert graded_class.scores[student] == 10
        assert graded_class.page(student)
