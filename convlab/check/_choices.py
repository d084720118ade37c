"""Choice questions: say that an answer arrived, never whether it is right."""

from collections.abc import Iterable

from convlab.check._render import is_validating

__all__ = ["recorded"]


def recorded(name: str, answer: object, choices: Iterable[str] = "abc") -> None:
    """Tell the student that the answer to a choice question was read.

    Args:
        name: The variable that holds the answer, as the student sees it.
        answer: What the student set it to; None before that.
        choices: The answers to choose from.

    Raises:
        AssertionError: There is no answer yet and nbgrader is validating the notebook.
    """
    options = list(choices)
    if isinstance(answer, str) and answer in options:
        print(f"Recorded: {answer}. Graded after you hand in.")
        return
    quoted = [f'"{option}"' for option in options]
    message = f"No answer yet: set `{name}` to one of {', '.join(quoted[:-1])} or {quoted[-1]}."
    print(message)
    if is_validating():
        raise AssertionError(message)
