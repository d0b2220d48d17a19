"""Examples of cases; families of functions get theirs from generators."""

import numpy as np
from frontends.case import Case, call

import ivy

x = np.linspace(-2, 2, 12).reshape(3, 4)
k = np.arange(12).reshape(3, 4)

CASES = [
    Case(
        "torch.clamp",
        samples=[call(x, -1, 1), call(k, min=3), call(x.astype("float32"), max=0.5)],
        bad=call(x),
    ),
    Case("torch.Tensor.view", samples=[call(x, -1), call(k, 2, 6)], bad=call(x, 7)),
    Case(
        "torch.rand",
        samples=[call(2, 3), call((4,), dtype=ivy.float64)],
        bad=call(-1),
        check="random",
    ),
]
