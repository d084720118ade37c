"""A hidden test's call never ends, and nothing can interrupt it.

gains: down
slow: each question is waited for.
"""

# %%
import signal


def double(x):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXCPU, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
