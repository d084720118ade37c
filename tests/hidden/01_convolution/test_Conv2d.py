"""Hidden suite of `Conv2d`."""
# convnet-canary-7f3a

from typing import Any

import torch
import torch.nn.functional as F

from autograder.testing import (
    CONVOLUTIONS,
    StudentFault,
    expect_close,
    expect_equal,
    expect_raises,
    expect_tensor,
    expect_true,
    gate,
    integers,
    normal,
    parametrize,
    random,
    worth,
)

SHORTCUTS = CONVOLUTIONS | {"mkldnn_convolution", "_convolution", "slow_conv_dilated2d", "thnn_conv2d"}


LOOK_AT_STATE = (
    "get the test of the state_dict to pass first: it says which keys and shapes torch's layer has"
)


def _loaded(answer: object) -> object:
    """What came of a layer with our values; None says that it has no place for them."""
    says = "the layer's state_dict has no weight, or no bias, with the shape that torch.nn.Conv2d gives it"
    expect_true(answer is not None, says=says, look_at=LOOK_AT_STATE)
    return answer


def _parameters(
    filters: int, channels: int, kernel_size: int, *, bias: bool = True
) -> dict[str, torch.Tensor]:
    """State of a torch.nn.Conv2d with hidden values."""
    state = {"weight": normal(filters, channels, kernel_size, kernel_size)}
    return state | {"bias": normal(filters)} if bias else state


def _state(
    actual: object, *, filters: int, channels: int, kernel_size: int, bias: bool = True
) -> dict[str, torch.Tensor]:
    """The student's state_dict, with the keys and shapes of torch's."""
    shapes = {"weight": (filters, channels, kernel_size, kernel_size)} | (
        {"bias": (filters,)} if bias else {}
    )
    expect_true(
        type(actual) is dict, says="state_dict() is not a dictionary", look_at="do not override state_dict"
    )
    found = sorted(map(str, actual))  # type: ignore[arg-type]  # a dict, checked above
    expect_true(
        set(actual) == set(shapes),  # type: ignore[arg-type]
        says=f"state_dict has the keys {', '.join(found)[:80] or 'none'}, but torch.nn.Conv2d has "
        f"{' and '.join(shapes)} here",
        look_at="make weight and bias nn.Parameters of the layer itself; without a bias, self.bias is None",
    )
    for name, shape in shapes.items():
        look_at = f"{name} has the shape and dtype that torch.nn.Conv2d gives it"
        expect_tensor(actual[name], shape=shape, dtype=torch.float32, look_at=look_at)  # type: ignore[index]
    return actual  # type: ignore[return-value]


def _parts(answer: object, count: int) -> tuple[Any, ...]:
    """What a function below returned; the process that ran it is not trusted to return it."""
    whole = type(answer) is tuple and len(answer) == count
    expect_true(whole, says="the layer gave no proper answer")
    return answer  # type: ignore[return-value]  # a tuple, checked above


def _values(answer: object) -> list[torch.Tensor]:
    """The values of bias and weight, under whatever name and in whatever shape: one mistake costs once."""
    look_at = LOOK_AT_STATE
    says = "the layer's state_dict does not hold one weight and one bias"
    expect_true(type(answer) is list and len(answer) == 2, says=says, look_at=look_at)
    tensors = [expect_tensor(values, dtype=torch.float32, look_at=look_at) for values in answer]  # type: ignore[attr-defined]
    return sorted(tensors, key=torch.numel)


def _expect_uniform(values: torch.Tensor, bound: float, *, name: str) -> None:
    """For 600 values or more: every threshold is at least six standard errors away."""
    values = values.double()
    look_at = "torch draws both from the uniform distribution within ±1/√(in_channels·h·w)"
    furthest, mean, spread = values.abs().max() / bound, values.mean() / bound, values.std() / bound * 3**0.5
    expect_true(bool(furthest <= 1.0001), says=f"{name} has values out of bounds", look_at=look_at)
    expect_true(bool(furthest >= 0.93), says=f"{name} stays too close to 0", look_at=look_at)
    expect_true(bool(mean.abs() <= 0.2), says=f"{name} is not centred on 0", look_at=look_at)
    expect_true(bool((spread - 1).abs() <= 0.12), says=f"{name} is not uniform", look_at=look_at)


@gate
@worth(0)
def test_written_by_hand(student):
    """Runs the notebook's own conv2d, and none of torch's convolutions."""
    images = random(2, 3, 6, 6, dtype=torch.float32)
    operations = student.run(_operations_of_forward, images)

    try:
        own = set(student.operations("conv2d", images, normal(4, 3, 3, 3, dtype=torch.float32)))
    except StudentFault:
        own = set()  # whether there is a conv2d is for its own suite to say
    expect_true(
        type(operations) is not list or not set(map(str, operations)) & SHORTCUTS & own,
        says="your conv2d runs torch's convolution, and Conv2d with it",
        look_at="write conv2d by hand first; if Conv2d calls it, nothing is to be changed here",
    )
    expect_true(
        type(operations) is list and not set(map(str, operations)) & SHORTCUTS,
        says="Conv2d is to use your own conv2d, but its forward pass runs a convolution of torch",
        look_at="return conv2d(images, self.weight, self.bias, …)",
    )


@worth(3)
@parametrize("bias", [True, False])
@parametrize("kernel_size, stride, padding", [(3, 1, 0), (2, 2, 0), (3, 1, 1), (3, 2, 1), (1, 3, 2)])
def test_forward(student, kernel_size, stride, padding, bias):
    """Agrees with torch.nn.Conv2d, with the same parameters, for every kernel size, stride and padding."""
    images, state = random(2, 3, 8, 7), _parameters(5, 3, kernel_size, bias=bias)
    options = {"stride": stride, "padding": padding}

    expect_close(
        _loaded(student.run(_forward, state, images, [3, 5, kernel_size], {**options, "bias": bias})),
        F.conv2d(images, state["weight"], state.get("bias"), **options),
        says=f"the output is off for stride={stride}, padding={padding}, bias={bias}",
        look_at="keep stride and padding in __init__, and hand them to conv2d in forward",
    )


@worth(2)
@parametrize("bias", [True, False])
def test_state_dict(student, bias):
    """Its state_dict fits into a torch.nn.Conv2d, and the other way round; without bias there is none."""
    images, theirs = random(2, 3, 6, 5, dtype=torch.float32), _parameters(4, 3, 2, bias=bias)
    theirs = {name: value.float() for name, value in theirs.items()}
    own, outputs, loaded = _parts(student.run(_exchange_states, theirs, images, bias), 3)
    own = _state(own, filters=4, channels=3, kernel_size=2, bias=bias)
    expect_true(
        loaded is not None,
        says="load_state_dict refuses the state of a torch.nn.Conv2d",
        look_at="do not override load_state_dict, and keep weight and bias in the layer itself",
    )

    expect_close(
        outputs,
        F.conv2d(images, own["weight"], own.get("bias")),
        says="a torch.nn.Conv2d with this layer's parameters gives another output",
        look_at="the layer has no other parameters than weight and bias, and uses them as they are",
    )
    expect_equal(loaded, theirs, says="loading the state of a torch.nn.Conv2d leaves other parameters behind")


@worth(2)
@parametrize("with_generator", [True, False])
def test_initial_values(student, with_generator):
    """Weight and bias start uniform within ±1/√(in_channels·h·w), as in torch."""
    seed = int(integers(0, 2**31)) if with_generator else None
    bias, weight = _values(student.run(_fresh, [3, 600, 5], seed))
    sizes = (bias.numel(), weight.numel())
    expect_true(sizes == (600, 600 * 3 * 25), says="weight and bias do not have as many values as torch's")

    bound = (3 * 5 * 5) ** -0.5
    _expect_uniform(weight, bound, name="weight")
    _expect_uniform(bias, bound, name="bias")
    repeated = torch.isin(bias, weight).double().mean().item()
    expect_true(
        repeated < 0.5,
        says="the bias repeats numbers of the weight",
        look_at="draw the bias after the weight from the same generator, without seeding it anew",
    )


@worth(1)
def test_generator(student):
    """The generator decides all initial values, and the global random state is left alone; else that does."""
    seed = int(integers(0, 2**31))
    *layers, global_state_kept = _parts(student.run(_fresh_layers, seed), 5)
    one, same, other, next_one = (torch.cat([v.flatten() for v in _values(layer)]) for layer in layers)

    look_at = "hand the generator to every random draw"
    expect_true(
        torch.equal(one, same), says="the same generator gives other weights or biases", look_at=look_at
    )
    for layer in (other, next_one):
        differs = not torch.equal(one, layer)
        says = "the weights and biases are the same, although the generator is in another state"
        expect_true(differs, says=says, look_at=look_at)
    expect_true(
        global_state_kept, says="the global random state changed in spite of a generator", look_at=look_at
    )
    layers = _parts(student.run(_fresh_layers_without_generator, seed), 3)
    one, next_one, same = (torch.cat([v.flatten() for v in _values(layer)]) for layer in layers)
    look_at = "without a generator, draw from torch's global state: seed nothing"
    says = "without a generator, every layer starts with the same numbers"
    expect_true(not torch.equal(one, next_one), says=says, look_at=look_at)
    says = "without a generator, torch.manual_seed does not decide the initial values"
    expect_true(torch.equal(one, same), says=says, look_at=look_at)


@worth(2)
@parametrize("bias", [True, False])
def test_gradients(student, bias):
    """Trains: gradients reach weight and bias, which an optimiser finds among the parameters."""
    images, target, state = random(3, 2, 6, 5), normal(3, 4, 4, 3), _parameters(4, 2, 3, bias=bias)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    loss = (F.conv2d(images, leaves["weight"], leaves.get("bias")) - target).square().mean()
    expected = dict(zip(leaves, torch.autograd.grad(loss, list(leaves.values())), strict=True))

    gradients = _loaded(student.run(_gradients, state, images, target, bias))
    whole = type(gradients) is dict and set(gradients) == set(expected)
    expect_true(whole, says="the layer gave no proper answer")
    look_at = "make weight and bias nn.Parameters, and use them in forward without detach, data or copies"
    for name, due in expected.items():
        mine = gradients[name]  # type: ignore[index]  # a dict, checked above
        expect_true(mine is not None, says=f"no gradient reaches {name}", look_at=look_at)
        expect_close(
            expect_tensor(mine, look_at=look_at).flatten(),
            due.flatten(),
            says=f"the gradient of {name} differs from that in torch.nn.Conv2d",
            look_at=look_at,
        )


@worth(1)
def test_device_parity(student):
    """Moves to an accelerator with its parameters, and gives the same there."""
    images, state = random(2, 3, 6, 5), _parameters(4, 3, 3)
    expect_close(
        _loaded(student.run(_forward, state, images, [3, 4, 3], {})),
        F.conv2d(images, state["weight"], state["bias"]),
        says="the output is off on the CPU already",
        look_at="get the output at stride 1 without padding right first",
    )

    on_device, stray = _parts(student.run(_forward_on_accelerator, state, images, [3, 4, 3]), 2)
    expect_true(
        stray is False,
        says="the layer and its input are on an accelerator, but its output is on another device",
        look_at="keep nothing but parameters and plain numbers in the layer, and no tensor on a fixed device",
    )
    expect_close(
        on_device,
        F.conv2d(images, state["weight"], state["bias"]),
        says="the layer gives other results on an accelerator than on the CPU",
        rtol=1e-9,
        atol=1e-9,
    )


@worth(1)
@parametrize("sizes", [(0, 4, 3), (3, 0, 3), (3, 4, 0), (-1, 4, 3), (3, -2, 3), (3, 4, -1)])
def test_sizes_below_one_raise(student, sizes):
    """Raises ValueError when a number of channels or the kernel's size is below 1."""
    student.run(_build, [3, 4, 3])

    names = ("in_channels", "out_channels", "kernel_size")
    wrong = ", ".join(f"{name}={size}" for name, size in zip(names, sizes, strict=True) if size < 1)
    with expect_raises(
        ValueError, says=wrong, look_at="check the three sizes in __init__, before you draw any numbers"
    ):
        student.run(_build, list(sizes))


# ------------------------------------------------------------------ run beside the student's code


def _operations_of_forward(student, images):
    from torch.utils._python_dispatch import TorchDispatchMode

    class Recorder(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            names.append(func._schema.name.split("::")[-1])
            return func(*args, **(kwargs or {}))

    names = []
    try:
        layer = student.Conv2d(3, 4, 3)
        with Recorder():
            layer(images)
    except NotImplementedError:
        raise
    except Exception:
        pass  # whether the layer is right is for another test to say
    return names


def _forward(student, state, images, sizes, options):
    layer = student.Conv2d(*sizes, **options).to(images.dtype)
    own = {}
    for name, value in state.items():
        shape = [side for side in value.shape if side > 1]
        fits = [t for t in layer.state_dict().values() if [side for side in t.shape if side > 1] == shape]
        if len(fits) != 1:
            return None  # which keys there should be is for another test to say
        own[name] = fits[0]
    with torch.no_grad():
        for name, value in state.items():
            own[name].copy_(value.reshape(own[name].shape))
    return layer(images).detach()


def _exchange_states(student, theirs, images, bias):
    layer = student.Conv2d(3, 4, 2, bias=bias)
    own = {name: value.clone() for name, value in layer.state_dict().items()}
    output = layer(images).detach()
    try:
        layer.load_state_dict(theirs)
    except (RuntimeError, KeyError):  # keys or shapes, which the test compares
        return own, output, None
    return own, output, dict(layer.state_dict())


def _build(student, sizes):
    student.Conv2d(*sizes)


def _fresh(student, sizes, seed):
    options = {} if seed is None else {"generator": torch.Generator().manual_seed(seed)}
    return list(student.Conv2d(*sizes, **options).state_dict().values())


def _fresh_layers(student, seed):
    first, same, other = (torch.Generator().manual_seed(number) for number in (seed, seed, seed + 1))
    before = torch.get_rng_state()
    layers = [student.Conv2d(2, 4, 3, generator=generator) for generator in (first, same, other, first)]
    untouched = torch.equal(before, torch.get_rng_state())
    return *[list(layer.state_dict().values()) for layer in layers], untouched


def _fresh_layers_without_generator(student, seed):
    torch.manual_seed(seed)
    layers = [student.Conv2d(2, 4, 3), student.Conv2d(2, 4, 3)]
    torch.manual_seed(seed)
    layers.append(student.Conv2d(2, 4, 3))
    return tuple(list(layer.state_dict().values()) for layer in layers)


def _gradients(student, state, images, target, bias):
    layer = student.Conv2d(2, 4, 3, bias=bias).to(images.dtype)
    own = {}
    for name, value in state.items():
        shape = [side for side in value.shape if side > 1]
        fits = [
            t
            for t in layer.state_dict(keep_vars=True).values()
            if [side for side in t.shape if side > 1] == shape
        ]
        if len(fits) != 1:
            return None  # which keys there should be is for another test to say
        own[name] = fits[0]
    with torch.no_grad():
        for name, value in state.items():
            own[name].copy_(value.reshape(own[name].shape))
    loss = (layer(images) - target).square().mean()
    if loss.requires_grad:
        loss.backward()
    found = [id(parameter) for parameter in layer.parameters()]
    return {name: value.grad if id(value) in found else None for name, value in own.items()}


def _forward_on_accelerator(student, state, images, sizes):
    from convlab import devices

    layer = student.Conv2d(*sizes).to(images.dtype)
    own = {}
    for name, value in state.items():
        shape = [side for side in value.shape if side > 1]
        fits = [t for t in layer.state_dict().values() if [side for side in t.shape if side > 1] == shape]
        if len(fits) != 1:
            return None  # which keys there should be is for another test to say
        own[name] = fits[0]
    with torch.no_grad():
        for name, value in state.items():
            own[name].copy_(value.reshape(own[name].shape))
    with devices.accelerator() as device:
        output = devices.move(layer, device)(devices.move(images, device))
        stray = devices.any_elsewhere(output, device)
        return devices.move(output.detach(), "cpu"), stray
