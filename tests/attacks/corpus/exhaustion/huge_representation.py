"""The value of a cell's last line is shown, and huge.

gains: flood
"""


# %%
class Huge:
    def __repr__(self):
        return "x" * (14 << 20)


Huge()
