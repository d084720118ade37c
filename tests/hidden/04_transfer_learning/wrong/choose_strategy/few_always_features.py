"""With few labels features are used, similar or not.
Fails: few and different
"""


def choose_strategy(num_labels, similar):
    if num_labels < 0:
        raise ValueError("negative")
    if num_labels < 1000:
        return "features" if similar else "features"
    return "fine-tune all" if similar else "from scratch"
