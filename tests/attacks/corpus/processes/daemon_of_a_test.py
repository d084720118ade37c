"""A hidden test's call leaves a process behind.

gains: left
"""

# %%
import subprocess


def double(x):
    subprocess.Popen(["sleep", "3600"], start_new_session=True)
