"""A simulated accelerator that holds real data, to test device-agnostic code without a GPU.

Its tensors say that they live on "simgpu:0" and refuse what a CUDA tensor refuses: to meet a CPU
tensor, or to become a NumPy array. Their values are kept, and computed, on the CPU.

    with simulated_device.activate() as traffic:
        images = images.to("simgpu")
        result = standardize(images, mean, std)
    simulated_device.to_cpu(result)

It stands on PyTorch's experimental Python backend for the PrivateUse1 device; where that is
missing, `available()` is false. The device's name stays known to the process once it was active,
so use it in a process of its own.
"""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar
from weakref import WeakValueDictionary

import torch
from torch import nn
from torch.utils import backend_registration
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_map_only

from convlab._device_rules import meeting_place

__all__ = ["NAME", "SimulatedTensor", "Traffic", "activate", "available", "to_cpu", "to_simulated"]

NAME = "simgpu"
_UNNAMED = "privateuseone"
_aten = torch.ops.aten
_CpuGenerator = torch.Generator
_T = TypeVar("_T")


def available() -> bool:
    """Whether this version of torch can simulate a device."""
    free = torch._C._get_privateuse1_backend_name() in (_UNNAMED, NAME)
    return free and hasattr(backend_registration, "_setup_privateuseone_for_python_backend")


@functools.cache
def _register() -> torch.device:
    """Make the name known to torch, once in a process."""
    if not available():
        raise RuntimeError(f"torch {torch.__version__} cannot simulate a device: ask available() first")
    backend_registration._setup_privateuseone_for_python_backend(NAME)
    # It has no random state of its own; `torch.random.fork_rng` asks for one all the same.
    module: Any = getattr(torch, NAME)
    module.get_rng_state = lambda device=None: torch.empty(0, dtype=torch.uint8)
    module.set_rng_state = lambda state, device=None: None
    return torch.device(NAME, 0)


@dataclass
class Traffic:
    """What crossed between the devices.

    Attributes:
        to_cpu: Shapes of the tensors that were copied from the device to the CPU, in order.
            Reading a single number with `.item()` or `float()` is no copy.
    """

    to_cpu: list[tuple[int, ...]] = field(default_factory=list)


@contextmanager
def activate() -> Iterator[Traffic]:
    """Make "simgpu" usable as a device: `tensor.to("simgpu")`, `torch.zeros(3, device="simgpu")`.

    Raises:
        RuntimeError: `available()` is false.
    """
    _register()
    traffic = Traffic()
    # Without threads of its own for the device, autograd works after a backward on the CPU, and after a fork.
    one_thread = torch.autograd.set_multithreading_enabled(False)
    with one_thread, _Mode(traffic), _new_tensors(), _generators(), _inference_as_no_grad():
        yield traffic


def to_simulated(value: _T) -> _T:
    """Move tensors, also inside lists, tuples and dicts, to the device; modules in place.

    Only while active. A leaf that requires a gradient comes back as one.
    """
    return _moved(value, _register())


def to_cpu(value: _T) -> _T:
    """Move tensors, also inside lists, tuples and dicts, to the CPU; modules in place."""
    return _moved(value, torch.device("cpu"))


def _moved(value: _T, device: torch.device) -> _T:
    def move(tensor: torch.Tensor) -> torch.Tensor:
        moved = tensor.detach().to(device)
        return moved.requires_grad_(tensor.requires_grad) if tensor.is_leaf else moved

    if isinstance(value, nn.Module):
        return value.to(device)
    moved: _T = tree_map_only(torch.Tensor, move, value)
    return moved


class SimulatedTensor(torch.Tensor):
    """A tensor on the simulated device; its values lie in a CPU tensor inside."""

    _inner: torch.Tensor
    __torch_function__ = torch._C._disabled_torch_function_impl  # type: ignore[assignment]

    @staticmethod
    def __new__(cls: type["SimulatedTensor"], inner: torch.Tensor) -> "SimulatedTensor":
        """Wrap a CPU tensor; the two share their values."""
        wrapper: SimulatedTensor = torch.Tensor._make_wrapper_subclass(
            cls,
            inner.size(),
            strides=inner.stride(),
            storage_offset=inner.storage_offset(),
            dtype=inner.dtype,
            device=_register(),
        )
        wrapper._inner = inner
        return wrapper

    @classmethod
    def __torch_dispatch__(  # type: ignore[override]  # torch declares mutable arguments
        cls,
        func: Any,  # torch's operators have no public type
        types: Sequence[type],
        args: Sequence[object] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> object:
        return _run(func, args, kwargs or {}, Traffic())

    def numpy(self, *, force: bool = False) -> NoReturn:
        """Refused, as by every accelerator.

        Raises:
            TypeError: Always.
        """
        raise TypeError(
            f"can't convert {self.device} device type tensor to numpy. "
            "Use Tensor.cpu() to copy the tensor to host memory first."
        )

    def __array__(self, dtype: object = None, copy: object = None) -> NoReturn:
        self.numpy()

    def tolist(self) -> Any:  # a number, or nested lists of them
        """The values as Python numbers."""
        return self._inner.tolist()

    def __repr__(self, *, tensor_contents: Any = None) -> str:  # type: ignore[override]  # untyped there
        return f"{repr(self._inner.detach())[:-1]}, device='{self.device}')"

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self.dim() == 0 else object.__format__(self, spec)

    def __deepcopy__(self, memo: dict[int, object]) -> torch.Tensor:
        copied: torch.Tensor = SimulatedTensor(self._inner.detach().clone())
        copied.requires_grad_(self.requires_grad)
        if isinstance(self, nn.Parameter):
            copied = nn.Parameter(copied, self.requires_grad)
        memo[id(self)] = copied
        return copied


class _Mode(TorchDispatchMode):
    """Catches every operation, so also those that make a tensor out of nothing."""

    def __init__(self, traffic: Traffic) -> None:
        super().__init__()
        self.traffic = traffic

    def __torch_dispatch__(
        self,
        func: Any,
        types: Sequence[type],
        args: Sequence[object] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> object:
        return _run(func, args, kwargs or {}, self.traffic)


def _run(func: Any, args: Sequence[object], kwargs: dict[str, Any], traffic: Traffic) -> object:
    """Compute on the CPU what was asked for, and say that it lives on the device where it would."""
    on_device = _place(func, args, kwargs, traffic)
    kwargs = {name: _on_cpu(name, value) for name, value in kwargs.items()}
    wrappers: dict[int, SimulatedTensor] = {}

    def unwrap(tensor: SimulatedTensor) -> torch.Tensor:
        wrappers[id(tensor._inner)] = tensor
        return tensor._inner

    result = func(
        *tree_map_only(SimulatedTensor, unwrap, args), **tree_map_only(SimulatedTensor, unwrap, kwargs)
    )
    if not on_device:
        return result
    if torch.Tag.inplace_view in func.tags:
        _change_shape(func, args, kwargs)

    def wrap(inner: torch.Tensor) -> torch.Tensor:
        known = wrappers.get(id(inner))  # an in-place operation returns the very tensor it was given
        return SimulatedTensor(inner) if known is None else known

    return tree_map_only(torch.Tensor, wrap, result)


def _place(func: Any, args: Sequence[object], kwargs: dict[str, Any], traffic: Traffic) -> bool:
    """Whether the result lives on the device; notes what leaves it."""
    wanted = kwargs.get("device")
    runs_on_device = meeting_place(func, args, kwargs, device_tensor=SimulatedTensor)
    on_device = runs_on_device if wanted is None else torch.device(wanted).type == NAME
    _check_generator(kwargs.get("generator"), on_device=on_device)
    source = {_aten._to_copy.default: 0, _aten.copy_.default: 1}.get(func)
    if source is not None and not on_device and isinstance(args[source], SimulatedTensor):
        traffic.to_cpu.append(tuple(args[source].shape))  # type: ignore[attr-defined]  # a tensor
    return on_device


def _on_cpu(name: str, value: object) -> object:
    """A keyword argument as the CPU understands it."""
    if name == "device" and value is not None:
        return torch.device("cpu")
    return False if name == "pin_memory" and value else value


def _change_shape(func: Any, args: Sequence[object], kwargs: dict[str, Any]) -> None:
    """Let `unsqueeze_` and its like change the shape of the wrapper, too."""
    before = torch._C._meta_in_tls_dispatch_include()
    torch._C._set_meta_in_tls_dispatch_include(True)
    try:
        with torch._C._DisableTorchDispatch():
            func(*args, **kwargs)
    finally:
        torch._C._set_meta_in_tls_dispatch_include(before)


class _SimulatedGenerator(_CpuGenerator):
    """A generator that says it lives on the device."""

    def __new__(cls) -> "_SimulatedGenerator":
        generator = super().__new__(cls)
        _on_device()[_address(generator)] = generator
        return generator

    @property
    def device(self) -> torch.device:  # type: ignore[override]  # torch declares an attribute
        """The simulated device."""
        return _register()


@functools.cache
def _on_device() -> WeakValueDictionary[int, _SimulatedGenerator]:
    """The device's generators by their address: an operation is given a new wrapper of the same."""
    return WeakValueDictionary()


def _address(generator: Any) -> int:  # torch does not declare this attribute
    return int(generator._cdata)


def _check_generator(generator: Any, *, on_device: bool) -> None:  # torch hides its base
    if generator is not None and (_address(generator) in _on_device()) != on_device:
        expected, found = (NAME, "cpu") if on_device else ("cpu", NAME)
        raise RuntimeError(f"Expected a '{expected}' device type for generator but found '{found}'")


class _GeneratorType(type):
    """`isinstance(generator, torch.Generator)` means what it always did."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _CpuGenerator)


class _Generator(metaclass=_GeneratorType):
    """Makes a generator on any device, the simulated one included."""

    def __new__(cls, device: torch.device | str = "cpu") -> torch.Generator:  # type: ignore[misc]
        on_device = torch.device(device).type == NAME
        return _SimulatedGenerator() if on_device else _CpuGenerator(device=device)


@contextmanager
def _generators() -> Iterator[None]:
    """Let `torch.Generator(device="simgpu")` work: torch itself has no hook for it."""
    before = torch.Generator
    torch.Generator = _Generator  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        torch.Generator = before  # type: ignore[misc]


@contextmanager
def _inference_as_no_grad() -> Iterator[None]:
    """Let `torch.inference_mode()` mean `torch.no_grad()`.

    A wrapped tensor that was made outside inference mode cannot be viewed inside it, unlike a real one.
    """
    kind = torch.inference_mode
    before = kind.__enter__, kind.__exit__

    def enter(self: Any) -> None:
        self._grad_before = torch.is_grad_enabled()
        torch.set_grad_enabled(self._grad_before and not self.mode)

    def leave(self: Any, *error: object) -> None:
        torch.set_grad_enabled(self._grad_before)

    kind.__enter__, kind.__exit__ = enter, leave  # type: ignore[method-assign]
    try:
        yield
    finally:
        kind.__enter__, kind.__exit__ = before  # type: ignore[method-assign]


@contextmanager
def _new_tensors() -> Iterator[None]:
    """Let `torch.tensor(…, device="simgpu")` make its tensor on the CPU and then move it."""
    before = torch._C._only_lift_cpu_tensors()
    torch._C._set_only_lift_cpu_tensors(True)
    try:
        yield
    finally:
        torch._C._set_only_lift_cpu_tensors(before)
