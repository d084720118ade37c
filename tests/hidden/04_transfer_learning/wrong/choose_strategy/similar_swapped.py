"""Similar and different are swapped.
Fails: few and similar
"""


def choose_strategy(num_labels, similar):
    if num_labels < 0:
        raise ValueError("negative")
    if num_labels < 1000:
        return "fine-tune top" if similar else "features"
    return "from scratch" if similar else "fine-tune all"
