"""A function, not a module.
Fails: is a module
"""


def cut_backbone(model, layer):
    names = list(model._modules)
    if layer not in names:
        raise ValueError(f"{layer!r} is none of {names}")

    def backbone(images):
        for n in names[: names.index(layer) + 1]:
            images = model._modules[n](images)
        return images

    return backbone
