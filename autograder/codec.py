"""The wire between the grader and the student's process: plain data, never code.

A frame is `MAGIC | header length (u32) | body length (u64) | header | body`. The header is JSON: the tree of
values, and a table of buffers that lie back to back in the body. `decode` is the security boundary:
every size is checked before anything is allocated, and what comes out is built from scratch out of
exact builtin types, plain tensors and plain arrays.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from typing import Any

import numpy as np
import torch

__all__ = ["PREFIX_SIZE", "CodecError", "decode", "encode", "parse_prefix", "receive", "send", "send_some"]

MAGIC = b"AGR1"
_PREFIX = struct.Struct("<4sIQ")
PREFIX_SIZE = _PREFIX.size

MAX_HEADER = 4 << 20  # [bytes]
MAX_BODY = 256 << 20  # [bytes]
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_KEYS = 10_000  # keys that collide cost their square
MAX_STRING = 1 << 20  # [characters]
MAX_DIMENSIONS = 16
MAX_INTEGER_BITS = 4096
_JSON_INTEGER = 2**53
_PARTS = 256  # that one system call may take, far below the kernel's bound

_TORCH_TYPES = {
    name: getattr(torch, name)
    for name in [
        "float64",
        "float32",
        "float16",
        "bfloat16",
        "int64",
        "int32",
        "int16",
        "int8",
        "uint8",
        "bool",
        "complex64",
        "complex128",
    ]
}
_TORCH_NAMES = {dtype: name for name, dtype in _TORCH_TYPES.items()}
_NUMPY_TYPES = {
    name: np.dtype(name)
    for name in (
        [
            "float64",
            "float32",
            "float16",
            "int64",
            "int32",
            "int16",
            "int8",
            "uint64",
            "uint32",
            "uint16",
            "uint8",
            "bool",
            "complex64",
            "complex128",
        ]
    )
}


class CodecError(ValueError):
    """A value that cannot be sent, or a frame that is not well formed."""


# ------------------------------------------------------------------ encode


class _Encoder:
    def __init__(self) -> None:
        self.buffers: list[memoryview] = []
        self.table: list[dict[str, Any]] = []

    def node(self, value: Any, depth: int = 0) -> Any:
        # `type(x)`, not isinstance: `__class__` of a student's object may lie.
        kind = type(value)
        if depth > MAX_DEPTH:
            raise CodecError("the value is nested too deeply, or contains itself")
        if kind is str or value is None or kind is bool:
            return value
        if kind is int:
            return value if -_JSON_INTEGER < value < _JSON_INTEGER else self._large_integer(value)
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is complex:
            return {"complex": [repr(value.real), repr(value.imag)]}
        if kind is list:
            return {"list": [self.node(item, depth + 1) for item in value]}
        if issubclass(kind, tuple):
            return {"tuple": [self.node(item, depth + 1) for item in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            pairs = dict.items(value)
            return {"dict": [[self.node(k, depth + 1), self.node(v, depth + 1)] for k, v in pairs]}
        return self._special(value, kind)

    def _special(self, value: Any, kind: type) -> Any:
        if kind is bytes:
            return {"bytes": self._buffer(memoryview(value))}
        if issubclass(kind, torch.Tensor):
            return self._tensor(value)
        if issubclass(kind, np.ndarray):
            return self._array(np.asarray(value))
        if issubclass(kind, np.generic):
            return {"scalar": self._array(np.asarray(value))["array"]}
        if kind is torch.dtype and value in _TORCH_NAMES:
            return {"dtype": _TORCH_NAMES[value]}
        if kind is torch.device:
            return {"device": str(value)}
        if kind is torch.Generator:
            return {"generator": self._tensor(value.get_state())["tensor"]}
        raise CodecError(f"a {kind.__name__} object is not plain data")

    def _large_integer(self, value: int) -> Any:
        if value.bit_length() > MAX_INTEGER_BITS:
            raise CodecError("the integer is too large")
        return {"int": hex(value)}

    def _tensor(self, tensor: torch.Tensor) -> dict[str, Any]:
        with torch._C.DisableTorchFunctionSubclass():
            plain = tensor.detach()
            if plain.layout != torch.strided:
                plain = plain.to_dense()
            strides = plain.stride()
            if plain.device.type == "meta":
                raise CodecError("a tensor on the meta device has no data")
            plain = plain.cpu().resolve_conj().resolve_neg()
            name = _TORCH_NAMES.get(plain.dtype)
            if name is None:
                raise CodecError(f"a tensor of {plain.dtype} cannot be sent")
            # NumPy knows no bfloat16; the bytes are what counts.
            array = (plain.view(torch.int16) if name == "bfloat16" else plain).numpy()
            grad = bool(tensor.requires_grad)
        raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        entry = {"of": name, "shape": list(plain.shape), "strides": list(strides), "grad": grad}
        return {"tensor": self._buffer(raw.data, **entry)}

    def _array(self, array: np.ndarray[Any, Any]) -> dict[str, Any]:
        if array.dtype.name not in _NUMPY_TYPES:
            raise CodecError(f"an array of {array.dtype} cannot be sent")
        plain = np.ascontiguousarray(array.astype(_NUMPY_TYPES[array.dtype.name], copy=False))
        raw = plain.reshape(-1).view(np.uint8)
        return {"array": self._buffer(raw.data, of=array.dtype.name, shape=list(array.shape))}

    def _buffer(self, raw: memoryview, **entry: Any) -> int:
        self.table.append({"size": raw.nbytes, **entry})
        self.buffers.append(raw)
        return len(self.table) - 1


def encode(value: Any) -> list[bytes | memoryview]:
    """Frame of a value, as parts to be written one after another.

    Raises:
        CodecError: The value holds something that is not plain data.
    """
    encoder = _Encoder()
    tree = encoder.node(value)
    header = _write_json({"value": tree, "buffers": encoder.table}).encode()
    size = sum(raw.nbytes for raw in encoder.buffers)
    if len(header) > MAX_HEADER or size > MAX_BODY:
        raise CodecError("the value is too large")
    return [_PREFIX.pack(MAGIC, len(header), size) + header, *encoder.buffers]


# ------------------------------------------------------------------ decode


def parse_prefix(prefix: bytes | bytearray) -> tuple[int, int]:
    """Lengths of the header and of the body [bytes].

    Raises:
        CodecError: The prefix is malformed, or announces more than the limits allow.
    """
    magic, header, body = _PREFIX.unpack(prefix)
    _require(magic == MAGIC, "the frame does not begin as a frame")
    if header > MAX_HEADER or body > MAX_BODY:
        raise CodecError("the value is too large")
    return header, body


def decode(header: bytes, body: bytes | bytearray | memoryview, *, faithful: bool = False) -> Any:
    """Value of a frame.

    Args:
        header: The frame's header.
        body: The frame's body.
        faithful: Also restore strides, `requires_grad` and generators. For the student's side, which
            trusts what it receives.

    Raises:
        CodecError: The frame is malformed. Nothing else is ever raised.
    """
    try:
        top = _read_json(header.decode())
        _require(type(top) is dict and set(top) == {"value", "buffers"}, "the header")
        return _Decoder(top["buffers"], memoryview(body), faithful).node(top["value"])
    except CodecError:
        raise
    except RecursionError:
        raise CodecError("malformed reply: nested too deeply") from None
    except Exception as error:
        raise CodecError(f"malformed reply: {type(error).__name__}") from None


class _Decoder:
    def __init__(self, table: Any, body: memoryview, faithful: bool) -> None:
        _require(type(table) is list and len(table) <= MAX_NODES, "the buffer table")
        self.table: dict[int, tuple[Any, memoryview]] = {}
        self.nodes, self.faithful = 0, faithful
        offset = 0
        for index, entry in enumerate(table):
            _require(type(entry) is dict and type(entry.get("size")) is int, "a buffer")
            _require(0 <= entry["size"] <= len(body) - offset, "a buffer's size")
            self.table[index] = entry, body[offset : offset + entry["size"]]
            offset += entry["size"]
        _require(offset == len(body), "the body's length")

    def node(self, node: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH + 1 or self.nodes > MAX_NODES:
            raise CodecError("malformed reply: too many values, or too deeply nested")
        kind = type(node)
        if kind is str:
            return _string(node)
        if kind is float or node is None or kind is bool:
            return node
        if kind is int:
            _require(-_JSON_INTEGER < node < _JSON_INTEGER, "an integer")
            return node
        _require(kind is dict and len(node) == 1, "a value")
        [(tag, inner)] = node.items()
        if tag in ("list", "tuple"):
            _require(type(inner) is list, tag)
            items = [self.node(item, depth + 1) for item in inner]
            return items if tag == "list" else tuple(items)
        if tag == "dict":
            return self._dict(inner, depth)
        if tag in ("tensor", "array", "scalar", "bytes", "generator"):
            return self._from_buffer(tag, inner)
        return _atom(tag, inner)

    def _dict(self, pairs: Any, depth: int) -> dict[Any, Any]:
        _require(type(pairs) is list and len(pairs) <= MAX_KEYS, "a dict")
        result = {}
        for pair in pairs:
            _require(type(pair) is list and len(pair) == 2, "a dict's entry")
            key = self.node(pair[0], depth + 1)
            _require(type(key) in (str, int, bool, float, type(None)), "a dict's key")
            result[key] = self.node(pair[1], depth + 1)
        return result

    def _from_buffer(self, tag: str, index: Any) -> Any:
        # Each once: a short frame could name a large buffer many times, and every use is a copy.
        _require(type(index) is int and index in self.table, "a buffer's index")
        entry, view = self.table.pop(index)
        if tag == "bytes":
            return bytes(view)
        shape, name = entry.get("shape"), entry.get("of")
        _require(type(shape) is list and len(shape) <= MAX_DIMENSIONS, "a shape")
        _require(all(type(side) is int and side >= 0 for side in shape), "a shape")
        _require(math.prod(max(side, 1) for side in shape) < 2**40, "a shape")  # also where a side is 0
        types: dict[str, Any] = _NUMPY_TYPES if tag in ("array", "scalar") else _TORCH_TYPES
        _require(type(name) is str and name in types, "a dtype")
        _require(math.prod(shape) * types[name].itemsize == len(view), "bytes that do not fill the shape")
        raw = bytearray(view)  # our own copy: writable, and aligned
        _require(name != "bool" or not raw or max(raw) <= 1, "a boolean that is neither 0 nor 1")
        if tag in ("array", "scalar"):
            array = np.frombuffer(raw, dtype=types[name]).reshape(shape)
            return array if tag == "array" else array[()]
        flat = torch.frombuffer(raw, dtype=types[name]) if raw else torch.empty(0, dtype=types[name])
        tensor = flat.reshape(shape)
        if tag == "generator":
            _require(self.faithful, "a generator")
            return torch.Generator().set_state(tensor)
        return _restore(tensor, entry) if self.faithful else tensor


def _restore(tensor: torch.Tensor, entry: dict[str, Any]) -> torch.Tensor:
    strides = entry["strides"]
    if strides != list(tensor.stride()) and tensor.numel() and 0 not in strides:
        tensor = torch.empty_strided(tensor.shape, strides, dtype=tensor.dtype).copy_(tensor)
    return tensor.requires_grad_() if entry["grad"] else tensor


def _atom(tag: str, inner: Any) -> Any:
    if tag == "int":
        _require(type(inner) is str and len(inner) <= MAX_INTEGER_BITS // 4 + len("-0x"), tag)
        return int(inner, 16)
    if tag == "float":
        _require(type(inner) is str and inner in ("nan", "inf", "-inf"), tag)
        return float(inner)
    if tag == "complex":
        _require(type(inner) is list and len(inner) == 2, tag)
        _require(all(type(part) is str and len(part) < 40 for part in inner), tag)
        return complex(float(inner[0]), float(inner[1]))
    if tag == "dtype":
        _require(type(inner) is str and inner in _TORCH_TYPES, tag)
        return _TORCH_TYPES[inner]
    if tag == "device":
        _require(type(inner) is str and len(inner) < 20, tag)
        return torch.device(inner)
    raise CodecError("malformed reply: an unknown kind of value")


def _string(text: str) -> str:
    _require(len(text) <= MAX_STRING, "a string that is too long")
    text.encode()  # lone surrogates would break whoever prints this later
    return text


def _no_constant(name: str) -> None:
    raise CodecError(f"malformed reply: {name} in the header")


def _require(condition: bool, what: str) -> None:
    if not condition:
        raise CodecError(f"malformed reply: {what}")


# Made once: `json.dumps` and `json.loads` with options make them anew for each frame.
_write_json = json.JSONEncoder(separators=(",", ":")).encode
_read_json = json.JSONDecoder(parse_constant=_no_constant).decode


# ------------------------------------------------------------------ blocking transport, student's side


def send(channel: socket.socket, value: Any) -> None:
    """Write one frame, blocking."""
    unsent = encode(value)
    while unsent:
        unsent = send_some(channel, unsent)


def send_some(channel: socket.socket, parts: list[bytes | memoryview]) -> list[bytes | memoryview]:
    """Send what the channel takes at once; what is left.

    All parts go in one call: each call would wake the other side, for a part of a frame.
    """
    sent = channel.sendmsg(parts[:_PARTS])
    for index, part in enumerate(parts):
        if sent < len(part):
            return [memoryview(part)[sent:], *parts[index + 1 :]]
        sent -= len(part)
    return []


def receive(channel: socket.socket) -> Any:
    """Read one frame from a trusted sender, blocking.

    Raises:
        EOFError: The other side has gone.
    """
    header, body = parse_prefix(_exactly(channel, PREFIX_SIZE))
    rest = memoryview(_exactly(channel, header + body))
    return decode(bytes(rest[:header]), rest[header:], faithful=True)


def _exactly(channel: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view, filled = memoryview(data), 0
    while filled < size:
        count = channel.recv_into(view[filled:])
        if not count:
            raise EOFError
        filled += count
    return data
