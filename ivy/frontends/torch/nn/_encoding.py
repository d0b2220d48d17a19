"""Classes as vectors."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish


def one_hot(input, num_classes=-1):
    if ivy.dtype(input) != dtypes.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    if num_classes == -1:
        num_classes = ivy.item(ivy.max(input)) + 1
    return ivy.take(ivy.eye(num_classes, dtype=dtypes.int64), input, axis=0)


_publish.publish(__name__, native="torch.nn.functional")
