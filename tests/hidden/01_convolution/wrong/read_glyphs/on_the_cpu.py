"""Collects the answers on the CPU.
Fails: device parity
"""


def read_glyphs(images, filters):
    responses = F.conv2d(images, filters)
    N, K, Y, X = responses.shape
    labels, rows, cols = (torch.zeros(N, dtype=torch.int64) for _ in range(3))
    for n in range(N):
        labels[n], place = divmod(responses[n].argmax().item(), Y * X)
        rows[n], cols[n] = divmod(place, X)
    return labels, rows, cols
