"""Which tensors may meet in one operation, as on a CUDA device."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.utils._pytree import tree_leaves

__all__ = ["meeting_place"]

_aten = torch.ops.aten

# These copy between devices; everything else stays on one.
_COPIES = {_aten.copy_.default, _aten._to_copy.default, _aten._foreach_copy_.default}
# Indices may live on the CPU (the second argument); what they index, and its values, may not.
_INDEXING = {
    _aten.index.Tensor,
    _aten.index_put.default,
    _aten.index_put_.default,
    _aten._index_put_impl_.default,
    _aten._unsafe_index.Tensor,
    _aten._unsafe_index_put.default,
}
# A number in a CPU tensor may meet device tensors, except where tensors are put side by side.
_SIDE_BY_SIDE = {_aten.stack.default, _aten.cat.default}


def meeting_place(
    func: Any,  # torch's operators have no public type
    args: Sequence[object],
    kwargs: dict[str, Any],
    *,
    device_tensor: type[torch.Tensor],
) -> bool:
    """Whether an operation runs on the device.

    Args:
        func: The operator.
        args: Its arguments.
        kwargs: Its keyword arguments, without `device`.
        device_tensor: The type of the tensors that live on the device; others live on the CPU.

    Raises:
        RuntimeError: Its tensors live on devices that may not meet.
    """
    tensors = _tensors((args, kwargs))
    on_device = [tensor for tensor in tensors if isinstance(tensor, device_tensor)]
    if func in _COPIES:
        return bool(tensors) and isinstance(tensors[0], device_tensor)
    if not on_device:
        return False
    if func in _INDEXING and isinstance(args[0], device_tensor):
        tensors = _tensors((args[0], args[2:], kwargs))
    on_cpu = [tensor for tensor in tensors if not isinstance(tensor, device_tensor)]
    strangers = on_cpu if func in _SIDE_BY_SIDE else [tensor for tensor in on_cpu if tensor.dim()]
    written = [tensor for tensor in _written(func, args, kwargs) if not isinstance(tensor, device_tensor)]
    if strangers or written:
        raise RuntimeError(
            "Expected all tensors to be on the same device, but found at least two devices, "
            f"{on_device[0].device} and cpu! (in {func})"
        )
    return True


def _tensors(nested: object) -> list[torch.Tensor]:
    return [leaf for leaf in tree_leaves(nested) if isinstance(leaf, torch.Tensor)]


def _written(func: Any, args: Sequence[object], kwargs: dict[str, Any]) -> list[torch.Tensor]:
    """The tensors that the operator changes in place."""
    written = []
    for index, argument in enumerate(func._schema.arguments):
        if argument.alias_info is not None and argument.alias_info.is_write:
            written.append(args[index] if index < len(args) else kwargs.get(argument.name))
    return _tensors(written)
