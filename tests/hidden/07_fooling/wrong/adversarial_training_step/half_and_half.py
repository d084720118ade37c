"""Mixes clean and attacked images.
Fails: one update on the attacked images
"""


def adversarial_training_step(model, optimizer, images, labels, epsilon):
    both = torch.cat([images, fgsm(model, images, labels, epsilon)])
    with in_mode(model, training=True):
        loss = F.cross_entropy(model(both), torch.cat([labels, labels]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
