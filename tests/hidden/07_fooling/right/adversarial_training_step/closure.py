"""Hands the optimiser a closure."""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    attacked = fgsm(model, images, labels, epsilon)

    def closure():
        optimizer.zero_grad(set_to_none=False)
        loss = F.cross_entropy(model(attacked), labels)
        loss.backward()
        return loss

    with in_mode(model, training=True):
        return optimizer.step(closure).item()
