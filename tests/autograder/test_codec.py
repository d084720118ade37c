"""The wire: plain data survives it, everything else is refused with one kind of error."""

import json
import math
import random
import struct
from collections import OrderedDict, namedtuple

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import codec
from autograder.codec import CodecError

TORCH_TYPES = list(codec._TORCH_TYPES.values())
NUMPY_TYPES = list(codec._NUMPY_TYPES.values())


def frame_of(value):
    """Header and body of a value."""
    frame = b"".join(map(bytes, codec.encode(value)))
    header, body = codec.parse_prefix(frame[: codec.PREFIX_SIZE])
    assert len(frame) == codec.PREFIX_SIZE + header + body
    rest = frame[codec.PREFIX_SIZE :]
    return rest[:header], rest[header:]


def there_and_back(value, *, faithful=False):
    """The value after the wire."""
    header, body = frame_of(value)
    return codec.decode(header, body, faithful=faithful)


def forged(value, body=b"", buffers=()):
    """What is decoded from a header that no encoder of ours wrote."""
    header = value if isinstance(value, bytes) else json.dumps({"value": value, "buffers": list(buffers)})
    return codec.decode(header if isinstance(header, bytes) else header.encode(), body)


def same(left, right):
    """Whether two plain values are the same, of the same types, NaN included."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return same(list(left.items()), list(right.items()))
    if isinstance(left, complex):
        return same([left.real, left.imag], [right.real, right.imag])
    return left == right or (left != left and right != right)


# ------------------------------------------------------------------ what survives

atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4000), 2**4000)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
)
keys = st.text(st.characters(exclude_categories=["Cs"])) | st.integers() | st.booleans() | st.none()
values = st.recursive(
    atoms, lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner)
)


@given(values)
def test_plain_values_survive(value):
    """Nested lists, tuples, dicts, strings, bytes and numbers come back as they were."""
    assert same(there_and_back(value), value)


@pytest.mark.parametrize("dtype", TORCH_TYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)], ids=str)
def test_tensors_survive(shape, dtype):
    """A tensor of every dtype comes back with its shape, dtype and bits, also 0-dimensional and empty."""
    tensor = torch.arange(24)[: math.prod(shape)].reshape(shape).to(dtype)

    actual = there_and_back(tensor)

    assert type(actual) is torch.Tensor
    assert actual.dtype == dtype
    assert actual.shape == tensor.shape
    assert torch.equal(actual, tensor)


@pytest.mark.parametrize("dtype", NUMPY_TYPES, ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (2, 3, 4)], ids=str)
def test_arrays_survive(shape, dtype):
    """An array of every dtype comes back with its shape, dtype and bits."""
    array = np.arange(24)[: math.prod(shape)].reshape(shape).astype(dtype)

    actual = there_and_back(array)

    assert type(actual) is np.ndarray
    assert (actual.dtype, actual.shape) == (array.dtype, array.shape)
    assert np.array_equal(actual, array)


def test_numpy_scalars_stay_scalars():
    """A NumPy number comes back as one, of its own dtype."""
    actual = there_and_back([np.float32(1.5), np.int8(-3), np.bool_(True)])

    assert actual == [1.5, -3, True]
    assert [type(number) for number in actual] == [np.float32, np.int8, np.bool_]


def test_special_floats_survive_in_tensors():
    """NaN, infinities and negative zero keep their bits."""
    tensor = torch.tensor([math.nan, math.inf, -math.inf, -0.0], dtype=torch.bfloat16)

    assert torch.equal(there_and_back(tensor).view(torch.int16), tensor.view(torch.int16))


def test_views_arrive_contiguous_or_faithful():
    """A transposed slice keeps its values; the student's side gets its strides and requires_grad as well."""
    view = torch.arange(24.0).reshape(4, 6).requires_grad_()[::2, 1:5].T

    plain, faithful = there_and_back(view), there_and_back(view, faithful=True)

    assert torch.equal(plain, view)
    assert torch.equal(faithful, view)
    assert (plain.is_contiguous(), plain.requires_grad) == (True, False)
    assert (faithful.stride(), faithful.requires_grad) == (view.stride(), True)


def test_received_tensors_can_be_written_to():
    """What comes back owns its memory: changing it is no surprise to anybody."""
    header, body = frame_of(torch.zeros(3))
    frozen = bytes(body)

    codec.decode(header, frozen).add_(1)

    assert frozen == bytes(12)


def test_generators_reach_the_student_only():
    """A torch.Generator arrives in its state on the student's side, and is refused from there."""
    generator = torch.Generator().manual_seed(7)

    actual = there_and_back(generator, faithful=True)

    assert torch.equal(torch.rand(3, generator=actual), torch.rand(3, generator=generator))
    with pytest.raises(CodecError):
        there_and_back(generator)


def test_dtypes_and_devices_survive():
    """`torch.float16` and `torch.device("cpu")` are plain data."""
    value = [torch.float16, torch.device("cpu")]

    assert there_and_back(value) == value


# ------------------------------------------------------------------ what is flattened


class EvilTensor(torch.Tensor):
    """Claims to equal everything."""

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return torch.ones(9)

    def __eq__(self, other):
        return True

    __hash__ = torch.Tensor.__hash__


Pair = namedtuple("Pair", "left right")


class EvilDict(dict):
    """Says other things than it holds."""

    def items(self):
        """What it says."""
        return [("forged", 1)]


class EvilTuple(tuple):
    """Iterates over other things than it holds."""

    def __iter__(self):
        return iter(["forged"])


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (torch.zeros(2).as_subclass(EvilTensor), torch.zeros(2)),
        (torch.nn.Parameter(torch.zeros(2)), torch.zeros(2)),
        (torch.eye(2).to_sparse(), torch.eye(2)),
        (torch.tensor([1 + 2j]).conj(), torch.tensor([1 - 2j])),
    ],
    ids=["evil subclass", "Parameter", "sparse", "lazy conjugate"],
)
def test_tensors_arrive_plain(value, plain):
    """Subclasses, parameters, sparse and lazy tensors come back as plain tensors."""
    actual = there_and_back(value)

    assert type(actual) is torch.Tensor
    assert actual.layout == torch.strided
    assert torch.equal(actual, plain)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Pair(1, 2), (1, 2)),
        (OrderedDict(a=1), {"a": 1}),
        (EvilDict(a=1), {"a": 1}),
        (EvilTuple([1, 2]), (1, 2)),
    ],
    ids=["namedtuple", "OrderedDict", "evil dict", "evil tuple"],
)
def test_containers_arrive_plain(value, plain):
    """Subclasses of tuple and dict come back as the plain kind, with what they really hold."""
    assert same(there_and_back(value), plain)


def test_array_subclasses_arrive_plain():
    """A masked array or a matrix comes back as a plain array."""
    assert type(there_and_back(np.ma.masked_array([1.0, 2.0]))) is np.ndarray


# ------------------------------------------------------------------ what is refused


class Liar:
    """Says that it is a float."""

    __class__ = float


def cyclic():
    """A list that contains itself."""
    value = []
    value.append(value)
    return value


def nested(depth):
    """A list in a list in a list, and so on."""
    value = 0
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        object(), Liar(), lambda: 0, {1, 2}, type("Text", (str,), {})("a"), type("Number", (int,), {})(1),
        torch.zeros(2, device="meta"), torch.zeros(2, dtype=torch.uint16), np.array([object()]),
        np.array(["text"]), np.zeros(2, dtype="datetime64[s]"), cyclic(), nested(40), 2**5000,
        range(3), torch.nn.Linear(1, 1),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_not_plain_data_is_refused(value):
    """Objects, functions, sets, meta tensors, cycles and the like raise CodecError where they are sent."""
    with pytest.raises(CodecError):
        codec.encode([value])


def test_too_large_a_value_is_refused(monkeypatch):
    """A body over the limit is refused before it is sent, and before it is received."""
    monkeypatch.setattr(codec, "MAX_BODY", 1000)

    with pytest.raises(CodecError, match="too large"):
        codec.encode(torch.zeros(1000))
    with pytest.raises(CodecError, match="too large"):
        codec.parse_prefix(struct.pack("<4sIQ", codec.MAGIC, 10, 1001))


@pytest.mark.parametrize(
    "prefix",
    [
        b"EVIL" + bytes(12),
        struct.pack("<4sIQ", codec.MAGIC, 2**32 - 1, 0),
        struct.pack("<4sIQ", codec.MAGIC, 10, 2**63),
    ],
)
def test_prefixes_are_checked(prefix):
    """Another magic, or lengths that nobody may announce, are refused before anything is allocated."""
    with pytest.raises(CodecError):
        codec.parse_prefix(prefix)


FLOATS = {"size": 8, "of": "float32", "shape": [2]}


def lists_in_lists(depth):
    """A value that is nested so deeply, as the wire spells it."""
    return {"list": [lists_in_lists(depth - 1)]} if depth else 1


@pytest.mark.parametrize(
    ("value", "body", "buffers"),
    [
        (b"", b"", ()),
        (b"{", b"", ()),
        (b"[]", b"", ()),
        (b'{"value": 1}', b"", ()),
        (b'{"value": 1, "buffers": [], "more": 1}', b"", ()),
        (b'{"value": NaN, "buffers": []}', b"", ()),
        (b'{"value": -Infinity, "buffers": []}', b"", ()),
        (b'{"value": "\\ud800", "buffers": []}', b"", ()),
        (b'{"value": "\xff", "buffers": []}', b"", ()),
        (b'{"value": ' + b"[" * 100_000 + b"]" * 100_000 + b', "buffers": []}', b"", ()),
        (b'{"value": ' + b"1" * 10_000 + b', "buffers": []}', b"", ()),
        (2**53, b"", ()),
        ([1, 2], b"", ()),
        ({}, b"", ()),
        ({"list": [], "tuple": []}, b"", ()),
        ({"pickle": "gASV"}, b"", ()),
        ({"list": 1}, b"", ()),
        ({"list": {}}, b"", ()),
        ({"dict": [[1]]}, b"", ()),
        ({"dict": [[{"list": []}, 1]]}, b"", ()),
        ({"dict": [[{"float": "nan"}, 1]] * 10_001}, b"", ()),
        ({"int": "ff" * 4096}, b"", ()),
        ({"int": "zz"}, b"", ()),
        ({"int": 5}, b"", ()),
        ({"float": "1.5"}, b"", ()),
        ({"complex": ["1"]}, b"", ()),
        ({"complex": ["1", "x"]}, b"", ()),
        ({"dtype": "qint8"}, b"", ()),
        ({"device": "no such device"}, b"", ()),
        ({"list": [{"list": []}] * 100_001}, b"", ()),
        (lists_in_lists(codec.MAX_DEPTH + 2), b"", ()),
        ("x" * (codec.MAX_STRING + 1), b"", ()),
        ({"tensor": 0}, b"", ()),
        ({"tensor": -1}, bytes(8), [FLOATS]),
        ({"tensor": True}, bytes(8), [FLOATS]),
        ({"tensor": "0"}, bytes(8), [FLOATS]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"shape": [3]}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"shape": [-1, -2]}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"shape": [2.0]}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"shape": [True, 2]}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"shape": [1] * 40 + [2]}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"shape": "2"}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"of": "object"}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"of": ["float32"]}]),
        ({"tensor": 0}, b"", [{"size": 0, "of": "float32", "shape": [0, 2**40]}]),
        ({"tensor": 0}, b"", [{"size": 0, "of": "float32", "shape": [0, *[2**39] * 9]}]),
        ({"array": 0}, b"", [{"size": 0, "of": "float64", "shape": [0, *[2**39] * 9]}]),
        ({"array": 0}, bytes(8), [FLOATS | {"of": "O"}]),
        ({"array": 0}, bytes(8), [FLOATS | {"of": "bfloat16"}]),
        ({"tensor": 0}, b"\x00\x02", [{"size": 2, "of": "bool", "shape": [2]}]),
        ({"array": 0}, b"\xff\x01", [{"size": 2, "of": "bool", "shape": [2]}]),
        ({"scalar": 0}, b"\x07", [{"size": 1, "of": "bool", "shape": []}]),
        ({"tensor": 0}, bytes(4), [FLOATS]),
        ({"tensor": 0}, bytes(9), [FLOATS]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"size": -8}]),
        ({"tensor": 0}, bytes(8), [FLOATS | {"size": 8.0}]),
        ({"tensor": 0}, bytes(8), [[8]]),
        ({"bytes": 0}, bytes(8), {"0": FLOATS}),
        ({"bytes": 1}, bytes(8), [FLOATS]),
        ({"generator": 0}, bytes(8), [FLOATS]),
        (None, bytes(1), ()),
    ],
)  # fmt: skip
def test_forged_frames_are_refused(value, body, buffers):
    """Headers that lie about sizes, shapes, types or structure raise CodecError."""
    with pytest.raises(CodecError):
        forged(value, body, buffers)


def test_a_buffer_can_be_used_once():
    """One buffer named by many values would let a short frame fill the grader's memory."""
    with pytest.raises(CodecError):
        forged({"list": [{"tensor": 0}, {"tensor": 0}]}, bytes(8), [FLOATS])


def test_an_integer_that_arrives_can_be_printed():
    """No integer is so large that Python refuses to print it, which would look like a fault of ours."""
    with pytest.raises(CodecError):
        forged({"int": "0x" + "f" * 4000})

    assert repr(forged({"int": hex(2**4095)}))


# ------------------------------------------------------------------ fuzz

SEEDS = [
    {"value": [torch.arange(6.0).reshape(2, 3), np.arange(3), np.float32(1), b"bytes", (None, True, 2**70)]},
    {"error": {"types": ["ValueError", "Exception"], "message": "m", "cell": 1, "line": 2, "function": "f"}},
    [torch.tensor([True, False]), {"nested": {1: [1.5, math.nan, 1j]}}, torch.float16, "text", [[[]]]],
]


def fuzz(count):
    """Decode frames with a few bytes changed, cut or doubled; how many were refused."""
    chance, refused = random.Random(3), 0
    frames = [frame_of(value) for value in SEEDS]
    for _ in range(count):
        header, body = map(bytearray, chance.choice(frames))
        for _ in range(chance.randint(1, 3)):
            part = header if chance.random() < 0.8 or not body else body
            start = chance.randrange(len(part) + 1)
            stop = min(len(part), start + chance.choice([0, 1, 1, 4]))
            part[start:stop] = chance.choice([
                b"", b"0", b"-", b"9" * 12, b'"', b"[", b"}", b"null", b"1e999", b"\xff", b"\x02",
                bytes(header[chance.randrange(len(header) or 1) :][:9]), chance.randbytes(2),
            ])  # fmt: skip
        try:
            codec.decode(bytes(header), body)
        except CodecError:
            refused += 1
    return refused


def test_mutated_frames_raise_only_codec_errors():
    """A few thousand damaged frames are read or refused, and nothing else is ever raised."""
    assert 2000 < fuzz(4000) < 4000


@pytest.mark.slow
def test_very_many_mutated_frames_raise_only_codec_errors():
    """The same for 200,000 frames."""
    assert 100_000 < fuzz(200_000) < 200_000


@settings(max_examples=300)
@given(st.binary(max_size=200), st.binary(max_size=50))
def test_junk_raises_only_codec_errors(header, body):
    """Bytes that are no frame at all are refused."""
    with pytest.raises(CodecError):
        codec.decode(header, body)
