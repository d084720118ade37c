"""Runs the whole model up to a hook, which counts how often its layer has been called."""


class Reached(Exception):
    pass


class Tapped(nn.Module):
    def __init__(self, model, layer):
        super().__init__()
        names = list(model._modules)
        self.model, self.target = model, model._modules[layer]
        self.calls = sum(model._modules[name] is self.target for name in names[: names.index(layer) + 1])

    def forward(self, x):
        outputs = []

        def note(module, inputs, output):
            outputs.append(output)
            if len(outputs) == self.calls:
                raise Reached

        handle = self.target.register_forward_hook(note)
        try:
            self.model(x)
        except Reached:
            return outputs[-1]
        finally:
            handle.remove()


def cut_backbone(model, layer):
    if layer not in model._modules:
        raise ValueError(f"{layer!r} is no direct child")
    return Tapped(model, layer)
