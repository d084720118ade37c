"""torchvision's data sets, without a network."""

import pickle
import struct
from urllib.error import URLError

import numpy as np
import pytest
import torch

from convlab.data import DatasetUnavailableError, torchvision_dataset


def write_idx(path, array):
    """Write bytes in the format of MNIST's files."""
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    path.write_bytes(header + array.tobytes())


@pytest.fixture
def mnist(tmp_path):
    """A folder with a two-image MNIST."""
    folder = tmp_path / "MNIST" / "raw"
    folder.mkdir(parents=True)
    images = np.zeros((2, 28, 28), dtype=np.uint8)
    images[1, 3, 4] = 255
    for part in ("train", "t10k"):
        write_idx(folder / f"{part}-images-idx3-ubyte", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", np.array([7, 2], dtype=np.uint8))
    return tmp_path


@pytest.mark.parametrize("train", [True, False])
def test_grey_images_get_a_channel_axis(mnist, train):
    """MNIST comes as (N, 1, 28, 28) in [0, 1] with int64 labels."""
    images, labels = torchvision_dataset("MNIST", train=train, root=mnist)

    assert images.shape == (2, 1, 28, 28)
    assert images.dtype == torch.float32
    assert images[1, 0, 3, 4] == 1
    assert images.sum() == 1
    assert labels.tolist() == [7, 2]
    assert labels.dtype == torch.int64


def test_colour_images_get_their_channels_first(tmp_path, monkeypatch):
    """CIFAR10 comes as (N, 3, 32, 32)."""
    monkeypatch.setattr("torchvision.datasets.cifar.check_integrity", lambda *_: True)
    folder = tmp_path / "cifar-10-batches-py"
    folder.mkdir()
    image = np.zeros((3, 32, 32), dtype=np.uint8)
    image[2, 5, 6] = 255
    batch = {"data": image.reshape(1, -1), "labels": [3]}
    (folder / "test_batch").write_bytes(pickle.dumps(batch))
    (folder / "batches.meta").write_bytes(pickle.dumps({"label_names": list("abcdefghij")}))

    images, labels = torchvision_dataset("CIFAR10", train=False, root=tmp_path)

    assert images.shape == (1, 3, 32, 32)
    assert images[0, 2, 5, 6] == 1
    assert labels.tolist() == [3]


@pytest.mark.parametrize("name", ["MNIST", "FashionMNIST", "CIFAR10"])
def test_a_set_that_is_not_there_says_how_to_get_it(tmp_path, name):
    """The message names the folder, the call that fetches it, and what works offline."""
    with pytest.raises(DatasetUnavailableError) as caught:
        torchvision_dataset(name, root=tmp_path)

    message = str(caught.value)
    assert str(tmp_path) in message
    assert f'torchvision_dataset("{name}"' in message
    assert "download=True" in message
    assert "handwriting()" in message


def test_a_failed_download_says_so(tmp_path, monkeypatch):
    """Without a network, the message says that fetching failed."""

    def offline(*_args, **_kwargs):
        raise URLError("no route to host")

    monkeypatch.setattr("torchvision.datasets.MNIST.download", offline)

    with pytest.raises(DatasetUnavailableError, match="MNIST could not be fetched into"):
        torchvision_dataset("MNIST", root=tmp_path, download=True)


def test_another_name_is_refused():
    """The message lists the names."""
    with pytest.raises(ValueError, match="name is one of MNIST, FashionMNIST, CIFAR10, not 'SVHN'"):
        torchvision_dataset("SVHN")
