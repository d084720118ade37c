"""0 labels raise.
Fails: no labels
"""


def choose_strategy(num_labels, similar):
    if num_labels <= 0:
        raise ValueError("none")
    if num_labels < 1000:
        return "features" if similar else "fine-tune top"
    return "fine-tune all" if similar else "from scratch"
