"""How strongly glyphs are distorted."""

from dataclasses import dataclass, fields, replace

__all__ = ["LEVELS", "Level", "level_with"]


@dataclass(frozen=True, kw_only=True)
class Level:
    """Ranges from which each image draws its own distortion.

    Attributes:
        rotation: Largest angle either way [degrees].
        scale: Smallest and largest size, 1 for capitals 18 px high.
        shear: Largest shift of a row [px] for each row above or below the middle.
        aspect: Largest relative stretch of the width (and shrink of the height), or reverse.
        shift: Largest shift either way along each axis [px].
        stroke: Largest change of the stroke's width, 0 to 0.4; 0 leaves the outline as it is.
        blur: Width of the softest blur [px].
        contrast: Smallest and largest brightness of the ink.
        clutter: Lines that may cross the image; with any, the background is shaded too.
        noise: Largest standard deviation of the noise.
    """

    rotation: float = 0.0
    scale: tuple[float, float] = (1.0, 1.0)
    shear: float = 0.0
    aspect: float = 0.0
    shift: float = 0.0
    stroke: float = 0.0
    blur: float = 0.0
    contrast: tuple[float, float] = (1.0, 1.0)
    clutter: int = 0
    noise: float = 0.0


LEVELS = {
    "clean": Level(),
    "easy": Level(
        rotation=8,
        scale=(0.85, 1.1),
        shear=0.1,
        aspect=0.1,
        shift=2,
        stroke=0.15,
        blur=0.3,
        contrast=(0.8, 1.0),
        noise=0.05,
    ),
    "medium": Level(
        rotation=15,
        scale=(0.75, 1.15),
        shear=0.2,
        aspect=0.1,
        shift=3,
        stroke=0.25,
        blur=0.6,
        contrast=(0.6, 1.0),
        clutter=1,
        noise=0.15,
    ),
    "hard": Level(
        rotation=20,
        scale=(0.65, 1.15),
        shear=0.3,
        aspect=0.1,
        shift=4,
        stroke=0.3,
        blur=0.8,
        contrast=(0.4, 1.0),
        clutter=2,
        noise=0.25,
    ),
}


def level_with(name: str, overrides: dict[str, float | tuple[float, float]]) -> Level:
    """A level by its name, with some of its ranges replaced.

    Raises:
        ValueError: No such level, or no such range.
    """
    if name not in LEVELS:
        raise ValueError(f"level is one of {', '.join(LEVELS)}, not {name!r}")
    known = [field.name for field in fields(Level)]
    unknown = sorted(set(overrides) - set(known))
    if unknown:
        raise ValueError(f"a level has {', '.join(known)}, not {', '.join(unknown)}")
    return replace(LEVELS[name], **overrides)  # type: ignore[arg-type]  # names are checked, values by use
