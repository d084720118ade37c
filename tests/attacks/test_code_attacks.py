"""Code in a notebook that is out for points, secrets, the gradebook, other students or the machine."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.session import Limits, Session
from autograder.student import Student

HONEST = "def double(x):\n    return x + x"
BUSY = """
import os
for _ in range(20):
    if os.fork() == 0:
        while True:
            pass
while True:
    pass
"""
HUNGRY = """
import os, time
for _ in range(20):
    if os.fork() == 0:
        kept = bytearray(b"x") * (200 << 20)
        time.sleep(60)
time.sleep(60)
"""


def test_gains_nothing(attack, naive, ours):
    """What an attack gains from the naive grader, or more, it does not gain from ours."""
    if attack.gains != "nothing":
        assert attack.gains in naive.gained(attack), f"no longer an attack: {attack.tries}"
    else:
        assert attack.why

    assert ours.gained(attack) == set(), attack.tries


@pytest.mark.parametrize("source", [HONEST, "double = lambda x: x * 2"])
def test_honest_work_is_full(source, ours):
    """The same grader gives full marks to whoever earned them."""
    [exercise] = ours.grade(["import torch", source])["exercises"]

    assert (exercise["status"], exercise["score"]) == ("passed", 10)


@pytest.mark.parametrize("cell", [BUSY, HUNGRY], ids=["busy", "hungry"])
def test_honest_work_is_full_beside_an_attack(cell, ours):
    """Whoever is graded while another submission wears the machine out gets what is due all the same."""
    with ThreadPoolExecutor() as pool:
        attack = pool.submit(ours.grade, ["import torch", cell])
        beside = [pool.submit(ours.grade, ["import torch", HONEST], test_seconds=10) for _ in range(3)]
        results = [job.result()["exercises"][0] for job in [attack, *beside]]

    assert [result["score"] for result in results] == [0, 10, 10, 10]


def test_waiting_costs_no_processor_time(ours):
    """Whoever closes its output and sleeps does not keep the grader busy meanwhile."""
    cells = [
        "import os, time\nos.close(1)\nos.close(2)",
        "def double(x):\n    time.sleep(1)\n    return 2 * x",
    ]
    used = time.process_time()

    with Session(ours.address, cells, Limits()) as session:
        assert answered(session) == 42

    assert time.process_time() - used < 0.5


def answered(session):
    """What a room says to one question."""
    session.begin_test()
    try:
        return Student(session).double(21)
    finally:
        session.end_test()
