"""Everybody is stopped, and waits for ever.

gains: down
slow: each question is waited for.
seconds: 2
"""

# %%
import os, signal


def double(x):
    for pid in (BYSTANDER, os.getppid()):
        try:
            os.kill(pid, signal.SIGSTOP)
        except OSError:
            pass
    os.kill(os.getpid(), signal.SIGSTOP)
