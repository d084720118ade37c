"""The simulated accelerator: right code passes, device mistakes are caught."""

# ruff: noqa: D103, E501  # the snippets are a table: their names say what they are

import copy
import io
import subprocess
import sys

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from convlab import simulated_device
from convlab.models import conv_reader
from convlab.training import accuracy, train

pytestmark = pytest.mark.skipif(
    not simulated_device.available(), reason="this torch has no Python backend for PrivateUse1"
)


def ten(*shape):
    """The same numbers on the CPU every time."""
    return torch.arange(float(np.prod(shape))).reshape(shape) / 10 - 1


def backward(x):
    x = x.clone().requires_grad_()
    (F.conv2d(x, x[:1, :, :2, :2]).relu() ** 2).sum().backward()
    return x.grad


def grad(x):
    x = x.detach().requires_grad_()
    return torch.autograd.grad(F.cross_entropy(x.flatten(1), torch.zeros(len(x), dtype=torch.long, device=x.device)), x)[0]  # fmt: skip


def linear(x):
    layer = nn.Linear(x.shape[-1], 2)
    nn.init.constant_(layer.weight, 0.5)
    nn.init.zeros_(layer.bias)
    return layer.to(x.device)(x)


def with_state(x):
    layer = nn.Conv2d(x.shape[1], 2, 3).to(x.device)
    layer.load_state_dict({"weight": ten(2, x.shape[1], 3, 3), "bias": ten(2)})
    return layer(x)


def optimised(optimizer):
    def run(x):
        weight = nn.Parameter(torch.ones_like(x))
        steps = optimizer([weight], lr=0.1)
        for _ in range(3):
            steps.zero_grad()
            ((weight - x) ** 2).mean().backward()
            steps.step()
        return weight.detach()

    return run


def batch_norm(x):
    layer = nn.BatchNorm2d(x.shape[1]).to(x.device)
    layer(x)
    return layer.eval()(x)


def own_module(x):
    class Scale(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.tensor([2.0]))
            self.register_buffer("shift", torch.tensor([1.0]))

        def forward(self, x):
            return x * self.scale + self.shift

    return copy.deepcopy(Scale().to(x.device))(x)


def filled(x):
    out = torch.zeros(x.shape, dtype=x.dtype, device=x.device)
    for i in range(x.shape[-1]):
        out[..., i] = x[..., i] * 2
    out[0] += 1
    out[:, 0].mul_(3)
    return out


def accumulated(x):
    total = x.new_zeros(())
    for value in x.flatten():
        total += value
    return total


def masked(x):
    out = x.clone()
    out[out < 0] = 0
    out[x > 1] = torch.tensor(9.0)
    return torch.cat([out.flatten(), x[x > 0]])


def permuted(x):
    generator = torch.Generator().manual_seed(0)
    return x.flatten()[torch.randperm(x.numel(), generator=generator).to(x.device)]


def noisy(x):
    generator = torch.Generator().manual_seed(0)
    return x + torch.randn(x.shape, generator=generator).to(x.device)


def on_the_generators_device(x, generator=None):
    generator = generator or torch.Generator().manual_seed(0)
    return x + torch.rand(x.shape, generator=generator, device=generator.device).to(x.device)


def own_generator(x):
    generator = torch.Generator(device=x.device)
    assert isinstance(generator, torch.Generator)
    generator.manual_seed(0)
    return x + torch.rand(x.shape, generator=generator, device=x.device)


def hooked(x):
    layer = nn.Sequential(nn.Flatten(), nn.ReLU()).to(x.device)
    seen = []
    handle = layer[1].register_forward_hook(lambda _module, _input, output: seen.append(output))
    layer(x)
    handle.remove()
    return seen[0]


def buffered(x):
    file = io.StringIO()
    print(x, f"{x.sum():.2f}", file=file)
    assert "nan" not in file.getvalue()
    return x


def changed_shape(x):
    y = x.clone()
    y.unsqueeze_(0).squeeze_(0).t_() if y.dim() == 2 else y.unsqueeze_(0)
    return y * 2


RIGHT = {
    "zeros with a device": lambda x: torch.zeros(3, device=x.device) + x.flatten()[:3],
    "new_zeros": lambda x: x.new_zeros(2, 3) + 1,
    "new_tensor": lambda x: x.new_tensor([1.0, 2.0]),
    "zeros_like": lambda x: torch.zeros_like(x) - x,
    "full, linspace and eye": lambda x: torch.full((3,), 2.0, device=x.device) @ torch.eye(3, device=x.device) + torch.linspace(0, 1, 3, device=x.device),
    "tensor with a device": lambda x: torch.tensor([1.0, 2.0], device=x.device).sum() * x,
    "as_tensor of an array": lambda x: torch.as_tensor(np.ones(3, dtype=np.float32), device=x.device),
    "arange with a device": lambda x: x.flatten()[torch.arange(4, device=x.device)],
    "to the device of another": lambda x: torch.ones(3).to(x) * x.flatten()[:3],
    "einsum": lambda x: torch.einsum("nchw,ncij->nhwij", x, x),
    "matmul and transpose": lambda x: x.flatten(1) @ x.flatten(1).T,
    "unfold": lambda x: F.unfold(x, 2),
    "fold": lambda x: F.fold(F.unfold(x, 2), x.shape[-2:], 2),
    "Tensor.unfold": lambda x: x.unfold(2, 2, 1).unfold(3, 2, 1).amax((-1, -2)),
    "pad": lambda x: F.pad(x, (1, 2, 0, 1), value=-1.0),
    "reflect pad": lambda x: F.pad(x, (1, 1, 1, 1), mode="reflect"),
    "as_strided": lambda x: x.contiguous().as_strided((2, 2), (3, 1)),
    "indexing": lambda x: x[0, :, ::2, -1],
    "index with a CPU tensor": lambda x: x[torch.tensor([0, 1])],
    "assign through a CPU index": lambda x: x.clone().index_put_((torch.tensor([0]),), x[:1] * 2),
    "masks": masked,
    "where": lambda x: torch.where(x > 0, x, 0.0),
    "clamp with numbers": lambda x: x.clamp(0, 1) if bool((x < 0).any()) else x,
    "in place": filled,
    "in-place change of shape": changed_shape,
    "accumulate": accumulated,
    "copy into the device": lambda x: torch.empty_like(x).copy_(ten(*x.shape)),
    "assign from the CPU": lambda x: torch.zeros_like(x).index_fill_(0, torch.tensor([0], device=x.device), 1.0),
    "item, float, int and bool": lambda x: x * x.sum().item() + float(x.max()) + int(x.argmax()) + bool(x[0].any()),
    "tolist": lambda x: x * len(x.tolist()) + x.flatten()[0].tolist(),
    "a number in a CPU tensor": lambda x: x * torch.tensor(2.0) + torch.tensor(1),
    "comparison with numbers": lambda x: ((x >= 0) & (x != 0.5)).to(x.dtype),
    "arg-max and one-hot": lambda x: F.one_hot(x.flatten(1).argmax(1), num_classes=100),
    "bincount": lambda x: torch.bincount((x.flatten() > 0).long(), minlength=2),
    "scatter_add": lambda x: x.new_zeros(5).scatter_add(0, torch.arange(5, device=x.device), x.flatten()[:5]),
    "sort, cumsum and top": lambda x: x.flatten().sort(descending=True).values.cumsum(0) + x.flatten().topk(1).values,
    "stack and cat": lambda x: torch.cat([torch.stack([x, x]), torch.stack([x, 2 * x])]),
    "roll and flip": lambda x: torch.roll(x, (1, 2), (2, 3)).flip(-1),
    "loops over numbers": lambda x: torch.stack([x[..., i].sum() for i in range(x.shape[-1])]),
    "grid_sample": lambda x: F.grid_sample(x, F.affine_grid(torch.eye(2, 3, device=x.device).expand(len(x), 2, 3), list(x.shape), align_corners=False), align_corners=False),
    "interpolate": lambda x: F.interpolate(x, scale_factor=2, mode="bilinear"),
    "pooling": lambda x: F.max_pool2d(x, 2) + F.avg_pool2d(x, 2),
    "convolution": lambda x: F.conv2d(x, x[:1], padding=1),
    "backward": backward,
    "grad": grad,
    "inference_mode, with views": lambda x: torch.inference_mode()(lambda: (x[0] * 2).unbind()[0].view(-1) + 1)(),
    "no_grad and detach": lambda x: torch.no_grad()(lambda: x.detach() * 2)(),
    "a linear layer moved": linear,
    "batch norm": batch_norm,
    "a module of one's own": own_module,
    "state_dict": with_state,
    "a forward hook": hooked,
    "SGD with momentum": optimised(lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9)),
    "Adam": optimised(torch.optim.Adam),
    "AdamW": optimised(torch.optim.AdamW),
    "shuffled on the CPU, then moved": permuted,
    "drawn on the CPU, then moved": noisy,
    "drawn on the generator's device": on_the_generators_device,
    "drawn on the images' device": own_generator,
    "a device context": lambda x: x + _inside(x.device),
    "printing": buffered,
    "dtype only": lambda x: x.double().float().half().to(torch.float32),
    "moved back for good reason": lambda x: x.cpu().to(x.device),
    "vmap": lambda x: torch.vmap(lambda one: one * 2)(x),
    "softmax and cross-entropy": lambda x: F.cross_entropy(x.flatten(1).log_softmax(1), x.flatten(1).argmin(1)),
    "rot90 image by image": lambda x: torch.stack([one.rot90(k, (1, 2)) for k, one in enumerate(x[..., :4])]),
}  # fmt: skip


def _inside(device):
    with device:
        return torch.ones(())


WRONG = {
    "zeros without a device": lambda x: torch.zeros(x.shape) + x,
    "zeros on the CPU": lambda x: torch.zeros(x.shape, device="cpu") + x,
    "an output on the CPU": lambda x: torch.zeros(2, 2),
    "an output moved to the CPU": lambda x: x.cpu() * 2,
    "filling a CPU tensor": lambda x: torch.zeros(x.shape).add_(x),
    "adding to a CPU number": lambda x: torch.zeros(()).add_(x.sum()),
    "a kernel on the CPU": lambda x: F.conv2d(x, torch.ones(1, x.shape[1], 2, 2)),
    "matmul with the CPU": lambda x: x.flatten(1) @ torch.ones(x[0].numel(), 2),
    "numpy": lambda x: torch.from_numpy(x.numpy() * 2),
    "asarray": lambda x: torch.tensor(np.asarray(x)),
    "a NumPy function": lambda x: torch.tensor(np.maximum(x, 0)),
    "numpy after detach": lambda x: torch.from_numpy(x.detach().numpy()).to(x.device),
    "a mask on the CPU": lambda x: torch.where(torch.ones(x.shape, dtype=torch.bool), x, 0.0),
    "labels on the CPU": lambda x: F.cross_entropy(x.flatten(1), torch.zeros(len(x), dtype=torch.long)),
    "a CPU tensor indexed from the device": lambda x: torch.ones(5)[x.flatten().argsort()[:2]],
    "values on the CPU": lambda x: x.clone().index_put_((torch.tensor([0]),), torch.ones(1, *x.shape[1:])),
    "a layer left on the CPU": lambda x: nn.Linear(x.shape[-1], 2)(x),
    "stacked with the CPU": lambda x: torch.stack([x.sum(), torch.tensor(1.0)]),
    "joined with the CPU": lambda x: torch.cat([x, torch.zeros(x.shape)]),
    "noise on the CPU": lambda x: x + torch.randn(x.shape),
    "a CPU generator for the device": lambda x: torch.rand(x.shape, generator=torch.Generator(), device=x.device),
    "a CPU generator in place": lambda x: x.clone().uniform_(generator=torch.Generator()),
    "a device generator for the CPU": lambda x: torch.rand(3, generator=torch.Generator(device=x.device)),
    "scatter with a CPU index": lambda x: x.new_zeros(5).scatter_add(0, torch.arange(5), x.flatten()[:5]),
    "einsum with the CPU": lambda x: torch.einsum("nchw,c->nhw", x, torch.ones(x.shape[1])),
    "a hard-coded GPU": lambda x: x.to("cuda:7") if torch.cuda.is_available() else x + torch.ones(3, 1, 5).to("cpu"),
    "a grid on the CPU": lambda x: F.grid_sample(x, torch.zeros(len(x), 2, 2, 2), align_corners=False),
    "out on the CPU": lambda x: torch.add(x, 1, out=torch.zeros(x.shape)),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_right_code_gives_the_same_numbers(name):
    """Device-agnostic code runs, its output lives on the device and equals the CPU's."""
    images = ten(2, 3, 4, 5)
    expected = RIGHT[name](images)

    with simulated_device.activate():
        actual = RIGHT[name](images.to("simgpu"))

        assert actual.device.type == "simgpu"
        torch.testing.assert_close(simulated_device.to_cpu(actual), expected)


@pytest.mark.parametrize("name", WRONG)
def test_a_device_mistake_is_caught(name):
    """It raises as on a CUDA device, or its output does not live on the device."""
    with simulated_device.activate():
        images = ten(2, 3, 4, 5).to("simgpu")
        try:
            device = WRONG[name](images).device.type
        except (RuntimeError, TypeError) as error:
            assert not isinstance(error, NotImplementedError)  # a gap of ours, not a mistake of theirs
            return

    assert device != "simgpu"


def test_every_kind_of_right_and_wrong_is_tried():
    """The tables are long enough to be worth their name."""
    assert len(RIGHT) >= 30
    assert len(WRONG) >= 15


def test_a_model_trains_there():
    """A convnet with batch norm trains and is measured on the device as on the CPU."""
    images, labels = (
        torch.rand(32, 1, 28, 28, generator=torch.Generator().manual_seed(0)),
        torch.arange(32) % 4,
    )
    torch.manual_seed(0)
    model = conv_reader(4, width=2)
    twin = copy.deepcopy(model)
    losses = train(model, images, labels, epochs=2, lr=1e-2, batch_size=8)

    with simulated_device.activate():
        simulated_device.to_simulated(twin)
        there = simulated_device.to_simulated((images, labels))
        twin_losses = train(twin, *there, epochs=2, lr=1e-2, batch_size=8)
        twin_accuracy = accuracy(twin, *there)

    assert twin_losses == pytest.approx(losses, rel=1e-4)
    assert twin_accuracy == accuracy(model, images, labels)


def test_moving_keeps_the_structure_and_the_gradient_flag():
    """Containers, modules and leaves that require gradients come back as they went."""
    value = {"a": [torch.ones(2, requires_grad=True), "text", 3], "b": (torch.zeros(1),)}

    with simulated_device.activate():
        there = simulated_device.to_simulated(value)
        assert there["a"][0].device.type == there["b"][0].device.type == "simgpu"
        assert there["a"][0].requires_grad
        assert there["a"][0].is_leaf
        assert there["a"][1:] == ["text", 3]
    back = simulated_device.to_cpu(there)

    assert type(back["a"][0]) is torch.Tensor
    assert torch.equal(back["a"][0], value["a"][0])
    assert back["a"][0].requires_grad


def test_copies_to_the_cpu_are_counted():
    """Reading one number is no copy; `.cpu()` is one, whatever follows."""
    with simulated_device.activate() as traffic:
        images = ten(2, 3).to("simgpu")
        images.sum().item()
        float(images.max())
        assert traffic.to_cpu == []
        images.cpu().to("simgpu")
        torch.empty(2, 3).copy_(images)

    assert traffic.to_cpu == [(2, 3), (2, 3)]


def test_backward_on_the_cpu_before_does_no_harm():
    """A process that ran autograd on the CPU first, and was forked since, can use the device."""
    code = """
import os, torch
from convlab import simulated_device
torch.ones(2, requires_grad=True).sum().backward()
child = os.fork()
if child == 0:
    with simulated_device.activate():
        weight = torch.ones(2, device="simgpu", requires_grad=True)
        (weight * 3).sum().backward()
        assert weight.grad.tolist() == [3.0, 3.0]
else:
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""

    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_generators_are_as_before_after_the_context():
    """torch.Generator is put back, also after an error."""
    before = torch.Generator
    with pytest.raises(KeyError), simulated_device.activate():
        assert isinstance(before(), torch.Generator)
        raise KeyError

    assert torch.Generator is before


def test_random_state_can_be_forked():
    """`fork_rng` puts the CPU's state back, also once the device is known to torch."""
    with simulated_device.activate():
        before = torch.get_rng_state()
        with torch.random.fork_rng():
            torch.rand(3)
        assert torch.equal(torch.get_rng_state(), before)


def test_a_torch_without_the_backend_says_so(monkeypatch):
    """Where the private interface is missing, nothing is available and nothing is touched."""
    monkeypatch.delattr("torch.utils.backend_registration._setup_privateuseone_for_python_backend")
    simulated_device._register.cache_clear()

    assert not simulated_device.available()
    with pytest.raises(RuntimeError, match="cannot simulate a device"), simulated_device.activate():
        pass
