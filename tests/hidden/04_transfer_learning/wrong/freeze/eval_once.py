"""eval(), which the next .train() undoes.
Fails: statistics after train
"""


def freeze(module):
    module.requires_grad_(False)
    return module.eval()
