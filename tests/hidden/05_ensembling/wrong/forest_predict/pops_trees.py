"""Takes the trees out of the list.
Fails: input is left alone
"""


def forest_predict(trees, features, num_classes):
    votes = np.zeros((len(features), num_classes), dtype=int)
    while trees:
        votes += trees.pop().predict(features)[:, None] == np.arange(num_classes)
    return votes.argmax(axis=1)
