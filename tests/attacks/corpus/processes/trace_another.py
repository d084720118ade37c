"""Another student's process is stopped and taken over as a debugger would.

gains: got
"""

# %%
import ctypes, os

libc = ctypes.CDLL(None)
for pid in (BYSTANDER, os.getppid()):
    if libc.ptrace(16, pid, 0, 0) == 0:
        os.waitpid(pid, 0x40000000)
        libc.ptrace(17, pid, 0, 0)
        print("GOT", "IN", sep="-")
