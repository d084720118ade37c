"""A picture of a few bytes that takes gigabytes to be shown.

gains: live
"""

# %%
import base64, struct, zlib
from IPython.display import display


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
picture = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", header)
    + chunk(b"IDAT", zlib.compress(bytes(1000)))
    + chunk(b"IEND", b"")
)
display({"image/png": base64.b64encode(picture).decode()}, raw=True)
