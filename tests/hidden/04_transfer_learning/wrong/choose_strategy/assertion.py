"""An assertion in place of a ValueError.
Fails: negative raises
"""


def choose_strategy(num_labels, similar):
    assert num_labels >= 0
    if num_labels < 1000:
        return "features" if similar else "fine-tune top"
    return "fine-tune all" if similar else "from scratch"
