"""Training and measuring, and the numbers on which the first notebook stands."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from convlab.data import HELD_OUT_FONTS, sample
from convlab.models import conv_reader, dense_reader
from convlab.training import accuracy, train


@pytest.fixture(autouse=True)
def one_thread():
    """More threads on a busy machine are far slower, and may change the last digit."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def trained(build, images, labels, *, seed, **settings):
    """A model whose start and batches both follow from the seed."""
    torch.manual_seed(seed)
    model = build()
    train(model, images, labels, seed=seed, **settings)
    return model


def test_the_loss_falls_and_the_digits_are_read():
    """A few hundred clean examples are enough for a small convnet."""
    images, labels = sample(320, level="easy")
    torch.manual_seed(0)
    model = conv_reader(width=4)

    losses = train(model, images, labels, epochs=4, lr=1e-2, batch_size=16)

    assert len(losses) == 4
    assert losses[-1] < 0.5 * losses[0]
    assert accuracy(model, images, labels) > 0.9


def test_equal_seeds_give_equal_weights():
    """Global random state is not touched while the batches are drawn."""
    images, labels = sample(128, level="easy")
    models = []
    for _ in range(2):
        torch.manual_seed(0)
        model = dense_reader(hidden=4)
        state = torch.get_rng_state()
        train(model, images, labels, epochs=1, lr=1e-2, seed=5)
        assert torch.equal(state, torch.get_rng_state())
        models.append(model)

    assert torch.equal(models[0].head.weight, models[1].head.weight)


def test_every_module_keeps_its_mode():
    """Training and measuring leave each module in the mode in which it was."""
    images, labels = sample(64, level="easy")
    model = conv_reader(width=2)
    model.eval()
    model.block2.train()
    before = [module.training for module in model.modules()]

    train(model, images, labels, epochs=1, lr=1e-2)
    accuracy(model, images, labels)

    assert [module.training for module in model.modules()] == before


def test_accuracy_is_measured_in_eval_mode():
    """Batch norm does not learn from the images that it is measured on."""
    model = conv_reader(width=2)
    before = model.block1.norm.running_mean.clone()

    accuracy(model, *sample(40, level="easy"))

    assert torch.equal(model.block1.norm.running_mean, before)


def test_frozen_weights_stay():
    """A parameter that requires no gradient is not trained, nor decayed."""
    model = dense_reader(hidden=4)
    model.hidden.requires_grad_(False)
    before = model.hidden.weight.clone()

    train(model, *sample(64, level="easy"), epochs=1, lr=1e-1)

    assert torch.equal(model.hidden.weight, before)


def test_accuracy_is_the_share_read_right():
    """It counts over all images, also beyond one batch."""
    images = torch.zeros(1000, 1, 28, 28)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 2))
    nn.init.zeros_(model[1].weight)
    model[1].bias.data = torch.tensor([1.0, 0.0])

    assert accuracy(model, images, (torch.arange(1000) % 4 == 0).long()) == 0.75


def test_progress_is_printed_on_demand(capsys):
    """One line for each epoch, and none by default."""
    images, labels = sample(64, level="easy")
    train(dense_reader(hidden=4), images, labels, epochs=2, lr=1e-2)
    assert capsys.readouterr().out == ""

    train(dense_reader(hidden=4), images, labels, epochs=2, lr=1e-2, progress=True)

    assert capsys.readouterr().out.startswith("epoch 1 of 2: loss ")


@pytest.mark.parametrize("epochs, batch_size, count", [(0, 64, 8), (1, 0, 8), (1, 64, 7), (1, 64, 0)])
def test_bad_input_is_refused(epochs, batch_size, count):
    """No epoch, no batch, no image or a missing label raises ValueError."""
    images, labels = sample(8 if count else 0)
    with pytest.raises(ValueError, match=r"at least|as many labels"):
        train(dense_reader(), images, labels[:count], epochs=epochs, lr=1e-2, batch_size=batch_size)


def test_one_image_and_one_step_are_enough():
    """A batch may be larger than the data."""
    assert len(train(dense_reader(), *sample(1), epochs=1, lr=1e-2)) == 1


def moved(images, distance):
    """The images, moved by some pixels in each of four directions; zeros come in."""
    padded = F.pad(images, (8, 8, 8, 8))
    steps = ((distance, 0), (-distance, 0), (0, distance), (0, -distance))
    return torch.cat([torch.roll(padded, step, (2, 3))[:, :, 8:-8, 8:-8] for step in steps])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_few_shared_weights_beat_many_of_ones_own(seed):
    """A convnet of 4,102 weights reads ≥ 90 %, at least 20 points more than a dense net of 50,890."""
    images, labels = sample(2000, seed=seed)
    test, new = sample(1000, seed=50), sample(1000, fonts=HELD_OUT_FONTS, seed=51)

    dense = trained(dense_reader, images, labels, seed=seed, epochs=8, lr=3e-3)
    conv = trained(lambda: conv_reader(width=4, down="avg"), images, labels, seed=seed, epochs=8, lr=1e-2)

    assert accuracy(conv, *test) >= 0.90
    assert accuracy(conv, *test) - accuracy(dense, *test) >= 0.20
    assert accuracy(conv, *new) - accuracy(dense, *new) >= 0.20


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_convnet_reads_what_moved_and_a_dense_net_does_not(seed):
    """Trained on centred digits: 4 px away, the convnet reads > 90 %, the dense net < 20 %."""
    images, labels = sample(1000, level="easy", shift=0, seed=seed)
    test, truth = sample(500, level="easy", shift=0, seed=50)

    dense = trained(dense_reader, images, labels, seed=seed, epochs=10, lr=3e-3)
    conv = trained(lambda: conv_reader(down="global max"), images, labels, seed=seed, epochs=10, lr=5e-3)

    assert accuracy(dense, test, truth) > 0.95
    assert accuracy(dense, moved(test, 4), truth.repeat(4)) < 0.20
    assert accuracy(conv, moved(test, 4), truth.repeat(4)) > 0.90


def test_a_convnet_beats_a_dense_net_on_little_data():
    """The same order shows by a wide margin with 800 images and 6 epochs."""
    images, labels = sample(800)
    test = sample(400, seed=50)
    settings = {"seed": 0, "epochs": 6, "batch_size": 32}

    dense = trained(dense_reader, images, labels, lr=3e-3, **settings)
    conv = trained(lambda: conv_reader(width=4, down="avg"), images, labels, lr=1e-2, **settings)

    assert accuracy(conv, *test) - accuracy(dense, *test) > 0.20


@pytest.mark.parametrize("steps", range(1, 12))
def test_any_number_of_steps_will_do(steps):
    """Also those few for which a rise of a fifth is less than a step, or exactly one."""
    images, labels = torch.rand(4 * steps, 1, 28, 28), torch.zeros(4 * steps, dtype=torch.int64)

    losses = train(dense_reader(hidden=2), images, labels, epochs=1, lr=1e-3, batch_size=4)

    assert len(losses) == 1
