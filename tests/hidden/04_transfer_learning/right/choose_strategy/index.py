"""An index into a list, and an error class of its own."""


class NegativeLabelsError(ValueError):
    pass


def choose_strategy(num_labels, similar):
    if int(num_labels) < 0:
        raise NegativeLabelsError(num_labels)
    words = ["from scratch", "fine-tune all", "fine-tune top", "features"]
    return words[2 * (num_labels <= 999) + (1 if similar else 0)]
