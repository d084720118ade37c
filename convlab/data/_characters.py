"""The characters, and the faces they are drawn in."""

import string

__all__ = ["CHARACTERS", "DIGITS", "FONTS", "HELD_OUT_FONTS", "LOWER", "TRAIN_FONTS", "UPPER"]

DIGITS = string.digits
UPPER = string.ascii_uppercase
LOWER = string.ascii_lowercase
CHARACTERS = DIGITS + UPPER + LOWER

TRAIN_FONTS = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSans-Oblique",
    "DejaVuSans-BoldOblique",
    "DejaVuSansMono",
    "DejaVuSansMono-Bold",
    "DejaVuSansMono-Oblique",
    "DejaVuSansMono-BoldOblique",
    "DejaVuSerif",
    "DejaVuSerif-Bold",
    "DejaVuSerif-Italic",
    "DejaVuSerif-BoldItalic",
)
HELD_OUT_FONTS = (
    "STIXGeneral",
    "STIXGeneralBol",
    "STIXGeneralItalic",
    "STIXGeneralBolIta",
    "cmr10",
    "cmb10",
    "cmss10",
    "cmtt10",
    "cmti10",
)
FONTS = TRAIN_FONTS + HELD_OUT_FONTS
