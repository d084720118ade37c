"""Pattern matching."""


def choose_strategy(num_labels, similar):
    match num_labels, similar:
        case (n, _) if n < 0:
            raise ValueError("a number of labels is at least 0")
        case (n, True) if n < 1000:
            return "features"
        case (n, False) if n < 1000:
            return "fine-tune top"
        case (_, True):
            return "fine-tune all"
    return "from scratch"
