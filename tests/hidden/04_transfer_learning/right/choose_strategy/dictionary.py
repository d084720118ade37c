"""A dictionary with two keys."""

TABLE = {
    (True, True): "features",
    (True, False): "fine-tune top",
    (False, True): "fine-tune all",
    (False, False): "from scratch",
}


def choose_strategy(num_labels: int, similar: bool) -> str:
    if num_labels < 0:
        raise ValueError(f"num_labels must not be negative, got {num_labels}")
    return TABLE[num_labels < 1000, bool(similar)]
