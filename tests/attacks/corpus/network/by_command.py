"""Another program calls.

gains: called
"""

# %%
import subprocess

subprocess.run(["bash", "-c", f"echo all of it > /dev/tcp/127.0.0.1/{PORT}"])
