"""Examples of cases; families of functions get theirs from generators."""

import numpy as np
from frontends.case import Case, call

import ivy

x = np.linspace(-2, 2, 12).reshape(3, 4)
k = np.arange(12, dtype="int32").reshape(3, 4)

CASES = [
    Case(
        "numpy.clip",
        samples=[
            call(x, -1, 1),
            call(k, 3, None),
            call(x.astype("float32"), x[0].astype("float32"), 1.5, dtype=ivy.float32),
        ],
        bad=call(x, np.zeros(7), 1),
    ),
]
