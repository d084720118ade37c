"""The gradient by hand, without autograd and without an optimiser."""


@torch.no_grad()
def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    n, d = features.shape
    weight = features.new_zeros(num_classes, d)
    bias = features.new_zeros(num_classes)
    velocity_w, velocity_b = torch.zeros_like(weight), torch.zeros_like(bias)
    truth = F.one_hot(labels, num_classes).to(features.dtype)
    for _ in range(epochs):
        error = (features @ weight.T + bias).softmax(1) - truth
        velocity_w = 0.9 * velocity_w + error.T @ features / n
        velocity_b = 0.9 * velocity_b + error.mean(0)
        weight -= lr * velocity_w
        bias -= lr * velocity_b
    head = nn.utils.skip_init(nn.Linear, d, num_classes, device=features.device, dtype=features.dtype)
    head.weight.copy_(weight)
    head.bias.copy_(bias)
    return head
