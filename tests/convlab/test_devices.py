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


def test_a_real_accelerator_calculates_with_all_bits(monkeypatch):
    """TensorFloat-32 is off while parity is tested, and afterwards as it was."""
    flags = torch.backends.cuda.matmul, torch.backends.cudnn
    monkeypatch.setattr(devices, "pick_device", lambda: torch.device("cuda"))
    monkeypatch.setattr(flags[0], "allow_tf32", False)
    monkeypatch.setattr(flags[1], "allow_tf32", True)

    with devices.accelerator() as device:
        assert device.type == "cuda"
        assert [flag.allow_tf32 for flag in flags] == [False, False]

    assert [flag.allow_tf32 for flag in flags] == [False, True]
