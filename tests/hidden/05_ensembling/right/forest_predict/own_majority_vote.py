"""The vote of the exercise before, in torch."""


def forest_predict(trees, features, num_classes):
    read = torch.stack([torch.from_numpy(tree.predict(features)) for tree in trees])
    votes = torch.zeros(len(features), num_classes).scatter_add_(1, read.T, torch.ones_like(read.T).float())
    return votes.argmax(dim=1).numpy()
