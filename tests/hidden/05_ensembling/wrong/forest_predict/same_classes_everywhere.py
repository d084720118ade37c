"""Needs trees that know the same classes.
Fails: trees that lack classes
"""


def forest_predict(trees, features, num_classes):
    mean = np.mean([tree.predict_proba(features) for tree in trees], axis=0)
    return trees[0].classes_[mean.argmax(axis=1)]
