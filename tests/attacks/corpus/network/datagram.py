"""The results are sent in a datagram.

gains: called
"""

# %%
import socket

socket.socket(type=socket.SOCK_DGRAM).sendto(b"all of it", ("127.0.0.1", PORT))
