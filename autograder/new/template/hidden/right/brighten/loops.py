"""One pixel after another, with Python's own min and max."""


def brighten(images, amount):
    result = torch.empty_like(images)
    flat = result.view(-1)
    for place, value in enumerate(images.flatten().tolist()):
        flat[place] = min(max(value + amount, 0), 1)
    return result
