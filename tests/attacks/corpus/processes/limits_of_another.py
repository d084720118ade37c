"""Another student's process is given no time.

gains: down
"""

# %%
import resource

resource.prlimit(BYSTANDER, resource.RLIMIT_CPU, (0, 0))
resource.prlimit(BYSTANDER, resource.RLIMIT_AS, (0, 0))
import os, signal

os.kill(BYSTANDER, signal.SIGXCPU)
