"""Computes in float32, whatever comes.
Fails: dtype and slices
"""


def input_gradient(model, images, labels):
    weights = {name: value.float() for name, value in model.state_dict().items() if value.is_floating_point()}
    images = images.detach().float().requires_grad_()
    with in_mode(model, training=False):
        logits = torch.func.functional_call(model, weights, (images,))
        return torch.autograd.grad(F.cross_entropy(logits, labels, reduction="sum"), images)[0]
