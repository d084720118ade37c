"""What students import: data, small models, training, checks, plots and devices.

Import what you need from its submodule, for example `from convlab.check import public_checks`;
`import convlab` alone loads little more than torch.
"""

from convlab._torchvision import mend_torchvision

mend_torchvision()
