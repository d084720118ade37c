"""torchvision imports after convlab, with or without its compiled operators."""

import subprocess
import sys


def run(code: str) -> str:
    """What a fresh interpreter prints for `code`, every warning an error."""
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_torchvision_imports_after_convlab():
    """Models, data sets and transforms import, with compiled operators or without."""
    code = """
import convlab, torchvision
from torchvision.datasets import MNIST
from torchvision.models import resnet18
from torchvision.transforms import v2
print("whole" if torchvision.extension._has_ops() else "mended")
"""

    assert run(code) in ("whole", "mended")


def test_importing_convlab_is_cheap():
    """Neither torchvision nor matplotlib nor scikit-learn comes with `import convlab`."""
    code = """
import sys, convlab
print([name for name in ("torchvision", "matplotlib", "sklearn", "IPython") if name in sys.modules])
"""

    assert run(code) == "[]"


def test_the_import_hook_leaves_once_it_has_served():
    """One hook waits however often convlab is imported, and none after torchvision is there."""
    code = """
import importlib, sys, convlab
importlib.reload(convlab)
count = lambda: sum("convlab" in type(finder).__module__ for finder in sys.meta_path)
before = count()
import torchvision
importlib.reload(convlab)
print(before, count())
"""

    assert run(code) == "1 0"


def test_a_whole_torchvision_is_left_alone():
    """Where the extension loads, no operator is declared by us."""
    code = """
import sys, types, convlab
from convlab._torchvision import declare_missing_operators
whole = types.ModuleType("torchvision.extension")
whole._has_ops = lambda: True
sys.modules["torchvision.extension"] = whole
sys.meta_path[0].find_spec("torchvision._meta_registrations", None)
print(declare_missing_operators.cache_info().currsize)
"""

    assert run(code) == "0"


def test_operators_that_exist_are_not_declared_again():
    """Declaring twice, or beside somebody else's declaration, is no error."""
    code = """
import torch
other = torch.library.Library("torchvision", "FRAGMENT")
other.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
from convlab._torchvision import declare_missing_operators
declare_missing_operators()
declare_missing_operators()
print(torch.ops.torchvision.qnms.default.name())
"""

    assert run(code) == "torchvision::qnms"
