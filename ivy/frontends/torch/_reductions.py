"""Reductions and running totals."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _adapters as like
from ivy.frontends.torch import _dtypes as to

mean = like.reduction(ivy.mean)
sum = like.reduction(ivy.sum, to.accumulated)


_publish.publish(__name__, native="torch")
