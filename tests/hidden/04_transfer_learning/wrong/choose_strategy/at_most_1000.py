"""1000 labels count as few.
Fails: boundary
"""


def choose_strategy(num_labels, similar):
    if num_labels < 0:
        raise ValueError("negative")
    if num_labels <= 1000:
        return "features" if similar else "fine-tune top"
    return "fine-tune all" if similar else "from scratch"
