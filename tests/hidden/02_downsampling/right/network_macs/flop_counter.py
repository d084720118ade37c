"""Asks torch's FLOP counter."""


def network_macs(layers, input_shape):
    from torch.utils.flop_counter import FlopCounterMode

    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        x = torch.empty(1, *input_shape)
        for kind, *sizes in layers:
            if kind == "conv":
                x = F.conv2d(x, torch.empty(sizes[0], x.shape[1], sizes[1], sizes[1]), None, *sizes[2:])
            else:
                x = F.max_pool2d(x, *sizes)
    return counter.get_total_flops() // 2
