"""What torch calls the functions that students write by hand, so that using them can be noticed."""

from __future__ import annotations

__all__ = ["CONVOLUTIONS", "POOLINGS"]

# Names as they are written, and as torch dispatches them.
# fmt: off
CONVOLUTIONS = frozenset(
    [
        "conv1d", "conv2d", "conv3d", "conv_tbc", "conv_transpose1d", "conv_transpose2d",
        "conv_transpose3d", "convolution", "_convolution", "Conv1d", "Conv2d", "Conv3d", "LazyConv2d",
        "ConvTranspose2d", "mkldnn_convolution", "slow_conv_dilated2d", "thnn_conv2d",
        "convolution_overrideable", "convolution_backward", "conv2d_input", "conv2d_weight",
    ]
)
# fmt: on
# Along one, two or three axes: as torch's functions and modules are called, and what they dispatch.
POOLINGS = frozenset(
    [
        f"{way}{kind}_pool{axes}d{end}"
        for way in (
            "",
            "adaptive_",
            "_adaptive_",
            "fractional_",
            "_fractional_",
            "mkldnn_",
            "mkldnn_adaptive_",
            "quantized_",
        )
        for kind in ("avg", "max", "lp")
        for axes in (1, 2, 3)
        for end in ("", "_with_indices", "_backward", "_with_indices_backward")
    ]
    + [
        f"{way}{kind}Pool{axes}d"
        for way in ("", "Adaptive", "Fractional")
        for kind in ("Avg", "Max", "LP")
        for axes in (1, 2, 3)
    ]
)
