"""Always gives the most frequent class: perfectly consistent.
Fails: gives a reader
"""


class Constant(nn.Module):
    """Says the same of every picture."""

    def __init__(self, label):
        super().__init__()
        self.label = label

    def forward(self, images):
        """One logit is 1, the others are 0, and the picture is not looked at."""
        return F.one_hot(self.label, 10).to(images).expand(len(images), 10) + 0 * images.sum()


def train_reader(images, labels, *, backbone, budget_seconds, generator):
    return Constant(labels.bincount().argmax()).eval()
