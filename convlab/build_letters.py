"""Train the letters reader and describe it: `python -m convlab.build_letters`.

Its weights are part of the package, because another machine or another number of threads rounds
differently: the accuracy stays, the bytes do not.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import save
from torch import nn

from convlab.data import HELD_OUT_FONTS, TRAIN_FONTS, UPPER, sample
from convlab.models import count_parameters
from convlab.pretrained import LETTERS, new_letters_reader
from convlab.training import accuracy, train

__all__ = ["build_letters", "measure", "save_half"]

_SEED = 0
_TEST_SEED = 900
_TRAIN_IMAGES, _TEST_IMAGES, _EPOCHS, _RATE = 8000, 2000, 8, 1e-2

_CARD = """# The letters reader

A convnet that reads one capital letter in a 28 × 28 grey image; the base from which assignment 04 transfers.

| | |
|---|---|
| architecture | `convlab.models.conv_reader(26, width=12, down="stride")`, {parameters:,} parameters |
| task | the 26 letters A to Z |
| data | {images} glyphs from `convlab.data.sample`: 12 DejaVu faces, level "medium", shift 4, clutter 0 |
| training | {epochs} epochs of AdamW with a one-cycle rate up to {rate}, batches of 64, one thread |
| seed | {seed}, for data, initial weights and order |
| accuracy, same faces | {same:.3f} of {tests} new images |
| accuracy, new faces | {new:.3f} of {tests} images in 9 STIX and Computer Modern faces |
| file | `letters_reader.safetensors`, half precision, {kilobytes:.0f} KB; loaded as float32 |
| command | `python -m convlab.build_letters` |

Both accuracies are those of the weights in the file, after rounding to half precision. It has never seen a
digit, a small letter or handwriting. It was made for teaching: do not rely on what it reads.
"""


def build_letters() -> nn.Sequential:
    """A trained letters reader, in eval mode."""
    torch.manual_seed(_SEED)
    model = new_letters_reader()
    train(
        model,
        *_letters(_TRAIN_IMAGES, TRAIN_FONTS, seed=_SEED),
        epochs=_EPOCHS,
        lr=_RATE,
        seed=_SEED,
        progress=True,
    )
    return model.eval()


def _letters(n: int, fonts: Sequence[str], *, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """As far off the centre as placed handwriting, and without lines across: it transfers better so."""
    return sample(n, UPPER, fonts=fonts, level="medium", shift=4, clutter=0, seed=seed)


def save_half(model: nn.Module, path: Path) -> None:
    """Write a model's state in half precision; whole numbers stay as they are."""
    state = {name: v.half() if v.is_floating_point() else v for name, v in model.state_dict().items()}
    path.write_bytes(save(state))


def measure(model: nn.Module) -> tuple[float, float]:
    """Accuracy on new images of the faces that it learned from, and of faces that it never saw."""
    same, new = (
        accuracy(model, *_letters(_TEST_IMAGES, fonts, seed=_TEST_SEED))
        for fonts in (TRAIN_FONTS, HELD_OUT_FONTS)
    )
    return same, new


def _card(model: nn.Module, path: Path) -> str:
    """The model card: what it is, what it learned from, and how well it reads."""
    same, new = measure(model)
    return _CARD.format(
        parameters=count_parameters(model),
        images=_TRAIN_IMAGES,
        epochs=_EPOCHS,
        rate=_RATE,
        seed=_SEED,
        same=same,
        new=new,
        tests=_TEST_IMAGES,
        kilobytes=path.stat().st_size / 1000,
    )


def main() -> None:
    """Write weights and model card into the package, or elsewhere."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=LETTERS, help="the file to write (default: %(default)s)")
    out = parser.parse_args().out
    torch.set_num_threads(1)
    model = build_letters()
    out.parent.mkdir(parents=True, exist_ok=True)
    save_half(model, out)
    rounded = {name: v.half().to(v.dtype) for name, v in model.state_dict().items()}
    model.load_state_dict(rounded)
    out.with_suffix(".md").write_text(_card(model, out), encoding="utf-8")
    print(f"{out}: {out.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
