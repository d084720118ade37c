"""A socket without a file is called, which no mount hides.

gains: called
"""

# %%
import socket

socket.socket(socket.AF_UNIX).connect(f"\0attack-{PORT}")
