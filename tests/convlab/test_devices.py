"""Choosing a device."""

import pytest
import torch

from convlab import devices
from convlab.devices import pick_device


@pytest.mark.parametrize(
    "cuda, mps, expected", [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")]
)
def test_the_fastest_device_is_picked(monkeypatch, cuda, mps, expected):
    """CUDA comes before Apple's GPU, and the CPU is always there."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    assert pick_device() == torch.device(expected)


@pytest.mark.parametrize("before", [True, False])
def test_a_real_accelerator_calculates_with_all_bits(monkeypatch, before):
    """TensorFloat-32 is off while parity is tested, and afterwards as it was."""
    cudnn = torch.backends.cudnn
    monkeypatch.setattr(devices, "pick_device", lambda: torch.device("cuda"))
    usual, cudnn.allow_tf32 = cudnn.allow_tf32, before
    try:
        with devices.accelerator() as device:
            assert device.type == "cuda"
            assert not cudnn.allow_tf32
            assert not torch.backends.cuda.matmul.allow_tf32
        assert cudnn.allow_tf32 == before
    finally:
        cudnn.allow_tf32 = usual
