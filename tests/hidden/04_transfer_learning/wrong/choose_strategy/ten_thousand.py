"""The boundary is at 10,000.
Fails: boundary
"""


def choose_strategy(num_labels, similar):
    if num_labels < 0:
        raise ValueError("negative")
    if num_labels < 10_000:
        return "features" if similar else "fine-tune top"
    return "fine-tune all" if similar else "from scratch"
