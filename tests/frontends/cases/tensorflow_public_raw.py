"""Public functions of TensorFlow that are a raw op called by its parameters: the cases of the raw op."""

from frontends.cases import (
    tensorflow_raw_indexing,
    tensorflow_raw_linalg,
    tensorflow_raw_nn,
    tensorflow_raw_pointwise,
    tensorflow_raw_reductions,
    tensorflow_raw_shapes,
)

import ivy.frontends.tensorflow as frontend
from ivy.frontends._publish import STANDALONE

MODULES = (
    tensorflow_raw_indexing,
    tensorflow_raw_linalg,
    tensorflow_raw_nn,
    tensorflow_raw_pointwise,
    tensorflow_raw_reductions,
    tensorflow_raw_shapes,
)
OF_RAW: dict = {}
for module in MODULES:
    for case in module.CASES:
        OF_RAW.setdefault(case.path, []).append(case)


def first_names():
    """Each public function that is a raw op, under the first name that it was filed with."""
    found = {}
    for path, function in STANDALONE.items():
        signature = getattr(function, "__tensorflow__", None)
        if path.startswith(f"{frontend.__name__.rpartition('.')[2]}.") and signature is not None:
            found.setdefault(function, (path, signature.name))
    return found.values()


CASES = [
    case._replace(path=path)
    for path, op in first_names()
    for case in OF_RAW.get(f"tensorflow.raw_ops.{op}", ())
]
