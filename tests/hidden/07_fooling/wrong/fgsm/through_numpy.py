"""Clips with NumPy.
Fails: device parity
"""

import numpy as np


def fgsm(model, images, labels, epsilon, *, targeted=False):
    step = epsilon * input_gradient(model, images, labels).sign()
    moved = images - step if targeted else images + step
    return torch.from_numpy(np.clip(moved.cpu().numpy(), 0, 1)).to(images.device)
