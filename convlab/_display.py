"""Show a result once, in whatever runs the code: Jupyter, VS Code, Colab or a terminal."""

import html as html_escapes
import io
import sys
from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["LiveText", "cell_number", "has_kernel", "image_tag", "show"]


def _shell() -> Any:
    ipython = sys.modules.get("IPython")  # where IPython runs, it has been imported
    return ipython.get_ipython() if ipython else None


def cell_number() -> int | None:
    """Number of the notebook cell that runs, None outside IPython."""
    shell = _shell()
    return None if shell is None else int(shell.execution_count)


def has_kernel() -> bool:
    """Whether this is a notebook's kernel, whose output is shown as it comes."""
    return hasattr(_shell(), "kernel")


def show(*, html: str, text: str) -> None:
    """Show HTML with a plain-text twin in a notebook, the text alone in a terminal."""
    if cell_number() is None:
        if text:
            print(text)
        return
    from IPython.display import display

    display({"text/html": html, "text/plain": text}, raw=True)


class LiveText:
    """A line in a notebook that each write replaces, for what would draw over itself in a terminal."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._shown: Any = None

    def write(self, text: str) -> None:
        """Show the text in place of the last one; what is blank leaves the line empty."""
        from IPython.display import display

        text = text.strip()
        html = f'<pre style="margin: 0">{html_escapes.escape(text)}</pre>' if text else ""
        bundle = {"text/html": html, "text/plain": text}
        if self._shown is None:
            self._shown = display(bundle, raw=True, display_id=True)
        else:
            self._shown.update(bundle, raw=True)

    def flush(self) -> None:
        """Everything is shown at once."""


def image_tag(figure: "Figure", *, alt: str, dpi: int = 100) -> str:
    """The figure as an HTML image that carries its description.

    Args:
        figure: What to draw.
        alt: The description for those who cannot see the picture.
        dpi: Resolution [px/inch].
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    png = io.BytesIO()
    FigureCanvasAgg(figure).print_figure(png, dpi=dpi, format="png", bbox_inches="tight")
    source = f"data:image/png;base64,{b64encode(png.getvalue()).decode()}"
    style = "max-width: 100%; height: auto; background: white"
    return f'<img src="{source}" alt="{html_escapes.escape(alt)}" style="{style}">'
