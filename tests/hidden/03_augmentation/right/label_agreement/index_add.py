"""Adds hits up by their label, in double precision, under no_grad."""


@torch.no_grad()
def label_agreement(transform, classify, images, labels, num_classes):
    hits = (classify(transform(images)) == labels).double()
    sums = hits.new_zeros(num_classes).index_add(0, labels, hits)
    return sums / hits.new_zeros(num_classes).index_add(0, labels, torch.ones_like(hits))
