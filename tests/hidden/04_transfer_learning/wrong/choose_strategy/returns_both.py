"""The strategy with its reason.
Fails: one of four
"""


def choose_strategy(num_labels, similar):
    if num_labels < 0:
        raise ValueError("negative")
    few = num_labels < 1000
    name = (
        ("features" if similar else "fine-tune top")
        if few
        else ("fine-tune all" if similar else "from scratch")
    )
    return name, few
