"""Values, in words that fit on one line."""

import numbers

import numpy as np
import torch

__all__ = ["kind", "number", "short", "what_it_is"]

_LONGEST = 80


def short(value: object) -> str:
    """The value's `repr` on one line of at most 80 characters; never raises."""
    try:
        text = " ".join(repr(value).split())
    except Exception:
        text = f"<a {type(value).__name__} that cannot be printed>"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def number(value: object) -> str:
    """One entry of a tensor, with six significant digits."""
    if isinstance(value, float):
        return f"{value:.6g}"
    return short(value)


def kind(value: object) -> str:
    """What sort of thing a value is, for comparing types the way a reader would.

    Every integer is an "int" (NumPy's too), every shape a "tuple", a parameter a "torch tensor".
    """
    if isinstance(value, torch.Tensor):
        return "torch tensor"
    if isinstance(value, np.ndarray):
        return "NumPy array"
    if isinstance(value, bool | np.bool_):
        return "bool"
    if isinstance(value, numbers.Integral):
        return "int"
    if isinstance(value, numbers.Real):
        return "float"
    for plain in (str, tuple, list, dict):
        if isinstance(value, plain):
            return plain.__name__
    return type(value).__name__


def what_it_is(value: object) -> str:
    """A value with its kind: "None", "a torch tensor of shape (2, 3)", "a list [1, 2]"."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor | np.ndarray):
        return f"a {kind(value)} of shape {tuple(value.shape)}"
    article = "an" if kind(value)[0] in "aeiou" else "a"
    return f"{article} {kind(value)}, {short(value)}"
