"""The member whose class most members share; of several, the smallest class."""


def majority_vote(predictions: torch.Tensor, num_classes: int) -> torch.Tensor:
    agree = (predictions[:, None] == predictions[None]).sum(dim=1)
    leading = agree == agree.amax(dim=0, keepdim=True)
    return predictions.masked_fill(~leading, num_classes).amin(dim=0)
