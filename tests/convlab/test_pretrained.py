"""Networks that have learned something else: what they read, and how they are put together."""

from pathlib import Path
from urllib.error import URLError

import nbformat
import pytest
import torch
import torchvision
from safetensors.torch import load_file
from torch import nn

from convlab.build_letters import measure, save_half
from convlab.models import conv_reader, count_parameters
from convlab.pretrained import (
    LETTERS,
    WeightsUnavailableError,
    letters_reader,
    new_letters_reader,
    photo_reader,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """More threads on a busy machine are far slower."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_it_reads_letters():
    """At least nine of ten in the faces that it knows, and three of four in faces that it never saw."""
    same, new = measure(letters_reader())

    assert same > 0.9
    assert new > 0.75


def test_the_model_card_says_how_well():
    """The numbers on the card are those of the shipped file, up to the last digits of another machine."""
    rows = [line.split("|") for line in LETTERS.with_suffix(".md").read_text(encoding="utf-8").splitlines()]
    written = {row[1].strip(): row[2].split()[0] for row in rows if len(row) > 2 and row[2].strip()}
    same, new = measure(letters_reader())

    assert float(written["accuracy, same faces"]) == pytest.approx(same, abs=0.01)
    assert float(written["accuracy, new faces"]) == pytest.approx(new, abs=0.01)


def test_the_file_is_small():
    """Half precision, about 70 KB, so that the package can carry it."""
    assert {v.dtype for v in load_file(LETTERS).values()} == {torch.float16, torch.int64}
    assert LETTERS.stat().st_size < 75_000


def test_it_comes_ready_to_use():
    """float32, in eval mode, with the children that the notebook cuts between; each call a new one."""
    model = letters_reader()

    assert [name for name, _ in model.named_children()] == ["block1", "block2", "block3", "flatten", "head"]
    assert all(parameter.dtype == torch.float32 for parameter in model.parameters())
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert not any(module.training for module in model.modules())
    assert model.head.weight is not letters_reader().head.weight
    assert count_parameters(model) == count_parameters(new_letters_reader()) == 33_230


def test_saving_in_half_precision_rounds_once(tmp_path):
    """What is loaded is what was saved, rounded; counts stay whole numbers."""
    model = conv_reader(3, width=2, down="stride")
    save_half(model, tmp_path / "half.safetensors")
    loaded = load_file(tmp_path / "half.safetensors")

    assert loaded["head.weight"].equal(model.head.weight.half())
    assert loaded["block1.norm.num_batches_tracked"].dtype == torch.int64


def test_the_photo_reader_is_resnet_as_a_chain():
    """With the same weights, child after child gives what torchvision's own ResNet-18 gives."""
    chain = photo_reader(weights=None, size=32)
    whole = torchvision.models.resnet18(weights=None).eval()
    whole.load_state_dict(chain.state_dict())
    images = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))

    with torch.no_grad():
        assert chain(images).equal(whole(chain.prepare(images)))


def test_the_photo_reader_takes_grey_images():
    """A grey image is read as the same grey in three channels, at another size."""
    chain = photo_reader(weights=None, size=32)
    grey = torch.rand(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))

    with torch.no_grad():
        logits = chain(grey)
        assert logits.shape == (2, 1000)
        torch.testing.assert_close(logits, chain(grey.expand(2, 3, 28, 28)))
    assert not any(module.training for module in chain.modules())
    assert isinstance(list(chain.children())[-1], nn.Linear)


def worked_exercises():
    """What the worked notebook on transfer learning defines, but for its experiments and checks."""
    path = ROOT / "solutions" / "04_transfer_learning" / "04_transfer_learning.ipynb"
    names = {}
    for cell in nbformat.read(path, as_version=4).cells:
        kind = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and not kind.get("grade") and not cell.metadata.get("experiment"):
            exec(cell.source, names)
    return names


def test_the_exercises_of_transfer_learning_run_on_it():
    """Changing one line is enough: cut, head, freeze and fine-tune, here with random weights."""
    do = worked_exercises()
    base = photo_reader(weights=None, size=32)
    generator = torch.Generator().manual_seed(0)
    images, labels = torch.rand(6, 1, 28, 28, generator=generator), torch.arange(6) % 3

    for layer, features in (("layer1", 64 * 8 * 8), ("layer2", 128 * 4 * 4), ("avgpool", 512)):
        table = do["precompute_features"](do["cut_backbone"](base, layer), images, batch_size=4)
        assert table.shape == (6, features)
    head = do["fit_head"](table, labels, 3, epochs=2, lr=1e-3, generator=generator)
    assert head(table).shape == (6, 3)

    model = do["replace_head"](base, 3, generator=generator)
    for layer in ("conv1", "bn1", "layer1"):
        setattr(model, layer, do["freeze"](getattr(model, layer)))
    settings = {"base_lr": 1e-3, "head_lr": 1e-2, "batch_size": 3, "generator": generator}
    losses = do["fine_tune"](model, images, labels, epochs=2, **settings)

    assert len(losses) == 2
    before, after = base.state_dict(), model.state_dict()
    frozen = [name for name in before if name.startswith(("conv1", "bn1", "layer1"))]
    assert all(before[name].equal(after[name]) for name in frozen)
    assert not before["layer4.1.conv2.weight"].equal(after["layer4.1.conv2.weight"])
    assert (base.fc.out_features, model.fc.out_features) == (1000, 3)


def test_without_a_network_it_says_what_to_do(monkeypatch):
    """A failed download names the two ways that need no network."""

    def unreachable(*args, **options):
        raise URLError("no route to host")

    monkeypatch.setattr("torchvision.models.resnet.load_state_dict_from_url", unreachable, raising=False)
    monkeypatch.setattr("torchvision.models._api.load_state_dict_from_url", unreachable)

    with pytest.raises(WeightsUnavailableError, match="letters_reader"):
        photo_reader()
