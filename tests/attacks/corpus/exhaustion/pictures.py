"""Large pictures in every cell add up.

gains: flood
"""

# %%
import base64, os

picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + os.urandom(700_000)).decode()
for _ in range(5):
    display({"image/png": picture}, raw=True)
# %%
for _ in range(5):
    display({"image/png": picture}, raw=True)
# %%
for _ in range(5):
    display({"image/png": picture}, raw=True)
# %%
for _ in range(5):
    display({"image/png": picture}, raw=True)
