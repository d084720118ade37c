"""What is returned runs code when it is unpickled.

gains: wrote
"""


# %%
class Runs:
    def __reduce__(self):
        return exec, (f"open({COURSE + '/taken'!r}, 'w').close()",)


def double(x):
    return Runs()
