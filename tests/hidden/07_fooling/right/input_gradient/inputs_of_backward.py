"""Tells backward which gradients are wanted."""


def input_gradient(model: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    was = {name: module.training for name, module in model.named_modules()}
    model.eval()
    pixels = nn.Parameter(images.detach().clone())
    with torch.enable_grad():
        nn.CrossEntropyLoss(reduction="sum")(model(pixels), labels).backward(inputs=[pixels])
    for name, module in model.named_modules():
        module.training = was[name]
    return pixels.grad.detach()
