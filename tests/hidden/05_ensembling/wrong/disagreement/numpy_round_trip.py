"""Through NumPy.
Fails: device parity
"""


def disagreement(predictions: torch.Tensor) -> torch.Tensor:
    rows = predictions.cpu().numpy()
    shares = (rows[:, None] != rows[None]).mean(axis=2).astype(np.float32)
    return torch.from_numpy(shares).to(predictions.device)
