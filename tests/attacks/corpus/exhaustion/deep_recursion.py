"""Recursion runs over the end of the stack.

gains: down
"""

# %%
import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __repr__(self):
        return repr([self])


def double(x):
    return repr(Deep())
