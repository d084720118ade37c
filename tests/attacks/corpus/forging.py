"""What attacks on the channel begin with: it finds the sockets of its process, and builds frames."""

# %%
import json
import os
import stat
import struct


def sockets():
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                found.append(int(name))
        except OSError:
            pass
    return found


def frame(value, body=b"", buffers=()):
    header = json.dumps({"value": value, "buffers": list(buffers)}).encode()
    return struct.pack("<4sIQ", b"AGR1", len(header), len(body)) + header + body


def tell(data):
    for fd in sockets():
        os.write(fd, data)


def dict_of(**entries):
    return {"dict": [[key, value] for key, value in entries.items()]}
