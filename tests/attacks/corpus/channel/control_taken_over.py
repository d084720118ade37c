"""A thread answers on the control channel in the worker's place, for ever.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""

# %%
import threading


def forge():
    while True:
        tell(frame(dict_of(signal=10**30, seconds={"float": "nan"}, error=None, shown={"list": []})))


threading.Thread(target=forge, daemon=True).start()
