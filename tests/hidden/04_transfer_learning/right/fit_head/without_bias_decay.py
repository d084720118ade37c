"""RMSprop without a bias, as nn.Linear allows."""


def fit_head(features, labels, num_classes, *, epochs, lr, generator):
    head = new_linear(features.shape[1], num_classes, like=features, bias=False, generator=generator)
    opt = torch.optim.Adam([{"params": [head.weight], "lr": lr}], betas=(0.9, 0.99))
    for _ in range(epochs):
        opt.zero_grad()
        (-head(features).log_softmax(1).gather(1, labels[:, None]).mean()).backward()
        opt.step()
    return head
