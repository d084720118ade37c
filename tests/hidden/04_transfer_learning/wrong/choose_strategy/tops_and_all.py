"""Fine-tuning of the top and of everything are swapped.
Fails: few and different
"""


def choose_strategy(num_labels, similar):
    if num_labels < 0:
        raise ValueError("negative")
    if num_labels < 1000:
        return "features" if similar else "fine-tune all"
    return "fine-tune top" if similar else "from scratch"
