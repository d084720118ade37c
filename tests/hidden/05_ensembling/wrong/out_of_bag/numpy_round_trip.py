"""Through NumPy.
Fails: device parity
"""


def out_of_bag(n: int, indices: torch.Tensor) -> torch.Tensor:
    left = np.setdiff1d(np.arange(n), indices.cpu().numpy())
    return torch.from_numpy(left).to(indices.device)
