"""A course that asks for parity on a GPU: what its rooms then have, and what is said where there is none."""

import tempfile

import pytest
import torch

from autograder import room
from autograder.preload import check_room
from autograder.session import Limits, Session
from autograder.verdicts import OurFault

# CUDA takes address space by the hundred gigabytes, and writes to little of it.
TAKES_MEMORY = """
import ctypes, mmap, torch
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.mmap.restype = ctypes.c_void_p

def reserves(size):
    nowhere = ctypes.c_void_p(-1).value
    return libc.mmap(None, size, 0, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0) != nowhere

def allocates(size):
    try:
        return torch.empty(size, dtype=torch.uint8).numel() == size
    except RuntimeError:
        return False
"""
SEES = """
import os
def sees():
    return os.environ.get("CUDA_VISIBLE_DEVICES")
seen = sees()
"""
LOOKS = "import os\ndef looks(path): return os.path.exists(path)"


def asked(address, cells, function, *arguments, limits):
    """What a function of the notebook says in a test."""
    with Session(address, cells, limits) as session:
        session.begin_test()
        return session.request("call", function, list(arguments), {})["value"]


@pytest.mark.parametrize("gpu", [True, False])
def test_its_nodes_are_in_the_room_when_asked_for(gpu, warm, monkeypatch):
    """Otherwise no room reaches the driver of a GPU, though the machine has one."""
    with tempfile.NamedTemporaryFile(dir="/dev/shm", prefix="nvidia0") as node:  # stands for a device's
        monkeypatch.setattr(room, "GPU_NODES", ("dev/shm/nvidia[0-9]*", "dev/shm/nvidiactl"))

        assert asked(warm, [LOOKS], "looks", node.name, limits=Limits(gpu=gpu)) is gpu


@pytest.mark.parametrize(("gpu", "in_tests"), [(True, None), (False, "")])
def test_cells_see_no_gpu_and_tests_do(gpu, in_tests, warm):
    """CUDA that a cell had started would not survive the fork of a test."""
    with Session(warm, [SEES], Limits(gpu=gpu)) as session:
        session.begin_test()

        assert session.request("values", ["seen"]) == {"value": {"seen": ""}}
        assert session.request("call", "sees", [], {}) == {"value": in_tests}


@pytest.mark.parametrize("gpu", [True, False])
def test_memory_is_bounded_and_address_space_only_without_a_gpu(gpu, warm):
    """The limit of a process still trips beside a GPU, and lets CUDA's reservations through."""
    limits = Limits(gpu=gpu, memory=1 << 30)

    assert asked(warm, [TAKES_MEMORY], "reserves", 256 << 30, limits=limits) is gpu
    assert asked(warm, [TAKES_MEMORY], "allocates", 256 << 20, limits=limits) is True
    assert asked(warm, [TAKES_MEMORY], "allocates", 2 << 30, limits=limits) is False


def test_a_course_that_asks_gets_one_or_a_clear_word(warm):
    """Parity is never tested on something else in silence; where there is a GPU, a room must reach it."""
    if torch.cuda.is_available():
        assert check_room(warm, [], Limits(gpu=True)) == "cuda"
    else:
        with pytest.raises(OurFault, match=r"course\.toml asks for parity on a GPU .* no room reaches one"):
            check_room(warm, [], Limits(gpu=True))
