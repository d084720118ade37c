"""Let torchvision import where its compiled operators do not load.

The registry's torchvision wheel beside a CPU build of torch fails with "operator
torchvision::nms does not exist": its extension does not load, and it then describes the shapes
of operators that nobody declared. Data sets, transforms and models need none of them, so
declaring the bare schemas is enough.
"""

import functools
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import torch

__all__ = ["declare_missing_operators", "mend_torchvision"]

# torchvision/_meta_registrations.py gives these two a shape rule even when its operators are missing.
_SCHEMAS = {
    "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}
_AFTER_EXTENSION = "torchvision._meta_registrations"


@functools.cache  # torch forgets a declaration together with its Library: keep it
def declare_missing_operators() -> torch.library.Library:
    """Declare the operators that torchvision expects and that nobody has declared yet."""
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name, schema in _SCHEMAS.items():
        if not hasattr(torch.ops.torchvision, name):
            library.define(schema)
    return library


class _BeforeShapeRules(MetaPathFinder):
    """Steps in between torchvision loading its extension and torchvision describing its operators."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == _AFTER_EXTENSION:
            sys.meta_path.remove(self)
            if not sys.modules["torchvision.extension"]._has_ops():
                declare_missing_operators()
        return None


def mend_torchvision() -> None:
    """Arrange that a later `import torchvision` works; costs nothing until then.

    torchvision itself says whether its extension loaded, so a whole torchvision is left alone.
    """
    waiting = any(isinstance(finder, _BeforeShapeRules) for finder in sys.meta_path)
    if not waiting and _AFTER_EXTENSION not in sys.modules:
        sys.meta_path.insert(0, _BeforeShapeRules())
