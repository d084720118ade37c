"""Real handwritten digits."""

import pytest
import torch

from convlab.data import handwriting, raw_handwriting


def test_images_and_labels_have_their_form():
    """1797 images (N, 1, 28, 28) in [0, 1], labels int64, ten classes."""
    for images, labels in (handwriting(), raw_handwriting()):
        assert images.shape == (1797, 1, 28, 28)
        assert images.dtype == torch.float32
        assert images.min() == 0
        assert images.max() <= 1
        assert labels.dtype == torch.int64
        assert labels.unique().tolist() == list(range(10))


def test_equal_arguments_give_equal_images():
    """The seed alone chooses place, angle and noise; global state is left alone."""
    state = torch.get_rng_state()

    assert torch.equal(handwriting(seed=1)[0], handwriting(seed=1)[0])
    assert not torch.equal(handwriting(seed=1)[0], handwriting(seed=2)[0])
    assert torch.equal(state, torch.get_rng_state())


def test_a_caller_may_change_what_it_got():
    """The next call does not see changes to the last one's result."""
    images, labels = raw_handwriting()
    images.zero_()
    labels.zero_()

    again = raw_handwriting()

    assert again[0].max() > 0.9
    assert again[1].max() == 9


def test_the_shift_is_what_was_asked_for():
    """Digits keep to the middle without a shift, and stray by up to 4 pixels with it."""

    def centres(shift):
        images = handwriting(shift=shift, noise=0, rotation=0)[0][:, 0]
        return (images.sum(1) * torch.arange(28)).sum(1) / images.sum((1, 2)) - 13.5

    assert centres(0).abs().max() < 3
    assert centres(4).std() > 2


@pytest.mark.parametrize("argument", ["shift", "rotation", "noise"])
def test_negative_ranges_are_refused(argument):
    """A range below zero raises ValueError."""
    with pytest.raises(ValueError, match=f"{argument} is at least 0, not -1"):
        handwriting(**{argument: -1})
