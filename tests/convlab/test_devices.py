"""Choosing a device."""

import pytest
import torch

from convlab.devices import pick_device


@pytest.mark.parametrize(
    "cuda, mps, expected", [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")]
)
def test_the_fastest_device_is_picked(monkeypatch, cuda, mps, expected):
    """CUDA comes before Apple's GPU, and the CPU is always there."""
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    assert pick_device() == torch.device(expected)
