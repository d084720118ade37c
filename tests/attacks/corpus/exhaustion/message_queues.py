"""Messages that nobody fetches lie in the kernel's memory, and count as nobody's.

gains: got
"""

# %%
import ctypes

libc = ctypes.CDLL(None)
message = ctypes.create_string_buffer(b"\1" + bytes(8199))
queues = [libc.msgget(0, 0o1600) for _ in range(50)]
sent = sum(libc.msgsnd(queue, message, 8000, 0o4000) == 0 for queue in queues for _ in range(2))
for queue in queues:
    libc.msgctl(queue, 0, None)
if sent >= 50:
    print("GOT", "IN", sep="-")
