"""The small readers."""

import pytest
import torch

from convlab.models import conv_reader, count_parameters, dense_reader


@pytest.mark.parametrize("down", ["max", "avg", "stride", "global max"])
@pytest.mark.parametrize("num_classes, width", [(10, 8), (26, 3)])
def test_readers_give_one_logit_for_each_class(down, num_classes, width):
    """Any width and number of classes gives (N, num_classes) logits."""
    model = conv_reader(num_classes, width, down)

    assert model(torch.zeros(2, 1, 28, 28)).shape == (2, num_classes)


def test_the_dense_reader_gives_one_logit_for_each_class():
    """Its logits are (N, num_classes), too."""
    assert dense_reader(7, hidden=5)(torch.zeros(2, 1, 28, 28)).shape == (2, 7)


@pytest.mark.parametrize(
    "model, parameters",
    [
        (dense_reader(), 50_890),
        (conv_reader(width=4, down="avg"), 4_102),
        (conv_reader(), 11_074),
        (conv_reader(down="global max"), 8_394),
    ],
)
def test_the_number_of_weights_is_what_the_notebooks_say(model, parameters):
    """The convnets have far fewer weights than the dense network."""
    assert count_parameters(model) == parameters


def test_frozen_weights_are_not_counted():
    """Only what can be trained counts."""
    model = dense_reader()
    model.hidden.requires_grad_(False)

    assert count_parameters(model) == 650


def test_children_have_the_names_at_which_a_backbone_is_cut():
    """Three blocks, flatten and head, for every kind of downsampling."""
    for down in ("max", "stride", "global max"):
        names = [name for name, _ in conv_reader(down=down).named_children()]
        assert names == ["block1", "block2", "block3", "flatten", "head"]


def test_another_word_for_down_is_refused():
    """The message lists the words."""
    with pytest.raises(ValueError, match="down is one of max, avg, stride, global max, not 'blur'"):
        conv_reader(down="blur")
