"""Images of printed characters."""

import numpy as np
import pytest
import torch

from convlab.data import CHARACTERS, HELD_OUT_FONTS, LEVELS, sample


@pytest.mark.parametrize("level", LEVELS)
def test_images_and_labels_have_their_form(level):
    """Images are (n, 1, 28, 28) float32 of whole 255ths in [0, 1], labels (n,) int64."""
    images, labels = sample(30, level=level)

    assert images.shape == (30, 1, 28, 28)
    assert images.dtype == torch.float32
    assert images.min() >= 0
    assert images.max() <= 1
    torch.testing.assert_close(images * 255, (images * 255).round())
    assert labels.shape == (30,)
    assert labels.dtype == torch.int64
    assert labels.bincount().tolist() == [3] * 10


def test_equal_arguments_give_equal_images():
    """Another seed gives other images, the same seed the same."""
    one, again, other = sample(20, seed=3), sample(20, seed=3), sample(20, seed=4)

    assert torch.equal(one[0], again[0])
    assert torch.equal(one[1], again[1])
    assert not torch.equal(one[0], other[0])


def test_the_number_of_images_drawn_at_once_does_not_show():
    """Images beyond the first chunk are like the others."""
    images, labels = sample(1025, "A", level="clean", fonts=["cmr10"])

    assert torch.equal(images[0], images[1024])
    assert labels.tolist() == [0] * 1025


def test_global_random_state_is_neither_read_nor_changed():
    """Neither torch's nor NumPy's global generator matters."""
    torch.manual_seed(1)
    np.random.seed(1)  # the global state is what is tested
    before = torch.get_rng_state(), np.random.get_state()[1].copy()
    one = sample(5)[0]

    assert torch.equal(before[0], torch.get_rng_state())
    assert np.array_equal(before[1], np.random.get_state()[1])
    torch.manual_seed(2)
    assert torch.equal(one, sample(5)[0])


def test_labels_are_positions_in_the_characters():
    """Given labels choose the character, whatever else is asked for."""
    both = sample(2, "QO", level="clean", labels=[1, 0], fonts=["DejaVuSans"])[0]
    alone = sample(1, "O", level="clean", fonts=["DejaVuSans"])[0]

    assert torch.equal(both[:1], alone)


def test_given_labels_come_back_as_a_copy():
    """Labels may be a tensor, an array or a list, and stay as they were."""
    given = torch.tensor([2, 0, 1])
    labels = sample(3, labels=given)[1]
    labels[0] = 9

    assert given.tolist() == [2, 0, 1]
    assert sample(3, labels=np.array([2, 0, 1]))[1].tolist() == [2, 0, 1]


def test_clean_glyphs_stand_in_the_middle():
    """A clean H is 18 pixels high, its bounding box in the middle of the image."""
    image = sample(1, "H", level="clean", fonts=["DejaVuSans"])[0][0, 0]
    rows = (image.amax(1) > 0.5).nonzero().flatten()

    assert len(rows) == 18
    assert int(rows[0] + rows[-1]) == 27


def test_a_positive_shift_range_moves_glyphs_by_at_most_that():
    """With a shift of 4, the middle of mass strays up to 4 pixels either way."""
    images = sample(200, "O", level="clean", fonts=["DejaVuSans"], shift=4)[0][:, 0]
    places = torch.arange(28) + 0.5
    columns = (images.sum(1) * places).sum(1) / images.sum((1, 2)) - 14

    assert 3.5 < columns.max() < 4.1
    assert -4.1 < columns.min() < -3.5


def test_every_character_and_held_out_face_can_be_asked_for():
    """All 62 characters come in the faces that were held out."""
    images, labels = sample(62, CHARACTERS, fonts=HELD_OUT_FONTS, level="easy")

    assert labels.sort().values.tolist() == list(range(62))
    assert (images.amax((1, 2, 3)) > 0.5).all()


def test_no_image_is_a_batch_too():
    """Zero images are an empty batch."""
    images, labels = sample(0)

    assert images.shape == (0, 1, 28, 28)
    assert labels.shape == (0,)


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"level": "harder"}, "level is one of clean, easy, medium, hard, not 'harder'"),
        ({"shifft": 1}, "a level has .*shift.*, not shifft"),
        ({"characters": "aß"}, "characters are one or more of .*; came: 'ß'"),
        ({"characters": ""}, "came: none"),
        ({"fonts": ["Arial"]}, "fonts are one or more of DejaVuSans, .*; came: 'Arial'"),
        ({"labels": [0, 1]}, r"labels are \(3,\) integers; came: \(2,\)"),
        ({"labels": [0.0, 1.0, 2.0]}, "integers; came: .* of torch.float32"),
        ({"labels": [0, 1, 10]}, "labels lie in 0 … 9; came: 0 … 10"),
        ({"n": -1}, "at least 0, not -1"),
    ],
)
def test_bad_input_says_what_was_expected_and_what_came(arguments, message):
    """Every wrong argument raises ValueError in words."""
    with pytest.raises(ValueError, match=message):
        sample(**{"n": 3, **arguments})
