"""The results are sent to a server.

gains: called
"""

# %%
import socket

socket.create_connection(("127.0.0.1", PORT), timeout=2).send(b"all of it")
