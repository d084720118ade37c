"""Images to learn from: glyphs and handwriting offline, torchvision's data sets for those online."""

from convlab.data._characters import CHARACTERS, DIGITS, FONTS, HELD_OUT_FONTS, LOWER, TRAIN_FONTS, UPPER
from convlab.data._glyphs import sample
from convlab.data._handwriting import handwriting, raw_handwriting
from convlab.data._levels import LEVELS, Level
from convlab.data._public_sets import DatasetUnavailableError, torchvision_dataset

__all__ = [
    "CHARACTERS",
    "DIGITS",
    "FONTS",
    "HELD_OUT_FONTS",
    "LEVELS",
    "LOWER",
    "TRAIN_FONTS",
    "UPPER",
    "DatasetUnavailableError",
    "Level",
    "handwriting",
    "raw_handwriting",
    "sample",
    "torchvision_dataset",
]
