"""Trains on random noise of the same size.
Fails: one update on the attacked images
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    noise = torch.randn(images.shape, generator=seeded(0)).sign().to(images)
    attacked = (images + epsilon * noise).clamp(0, 1)
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(attacked), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
