"""named_children() lists a module only once.
Fails: registered twice
"""


def cut_backbone(model, layer):
    kept = OrderedDict()
    for name, child in model.named_children():
        kept[name] = child
        if name == layer:
            return nn.Sequential(kept)
    raise ValueError(f"no child is called {layer!r}")
