"""Second names: `tensorflow.add` is `tensorflow.math.add`."""

from ivy.frontends.tensorflow import (  # noqa: F401 - they file the first names
    _arrays,
    _linalg,
    _math,
    _nn,
    _public,
    _reductions,
    _values,
)

_OF_MATH = """abs acos acosh add add_n argmax argmin asin asinh atan atan2 atanh cos cosh cumsum divide
    equal exp floor greater greater_equal less less_equal logical_and logical_not logical_or maximum
    minimum multiply negative not_equal pow reduce_all reduce_any reduce_logsumexp reduce_max
    reduce_mean reduce_min reduce_prod reduce_sum round scalar_mul sigmoid sign sin sinh sqrt square
    subtract tan tanh truediv""".split()
_OF_MATH_IN_NN = """l2_normalize in_top_k log_sigmoid sigmoid softplus softsign tanh top_k
    zero_fraction""".split()

_public.aliases(
    {
        **{f"tensorflow.{n}": f"tensorflow.math.{n}" for n in _OF_MATH},
        **{f"tensorflow.nn.{n}": f"tensorflow.math.{n}" for n in _OF_MATH_IN_NN},
        **{
            f"tensorflow.{n}": f"tensorflow.linalg.{n}"
            for n in ("eig", "eigvals", "einsum", "matmul", "norm", "tensordot")
        },
        **{
            f"tensorflow.dtypes.{n}": f"tensorflow.{n}"
            for n in ("cast", "complex", "saturate_cast")
        },
        "tensorflow.nn.swish": "tensorflow.nn.silu",
        "tensorflow.nn.lrn": "tensorflow.nn.local_response_normalization",
        "tensorflow.math.softmax": "tensorflow.nn.softmax",
        "tensorflow.math.log_softmax": "tensorflow.nn.log_softmax",
        "tensorflow.linalg.l2_normalize": "tensorflow.math.l2_normalize",
        "tensorflow.linalg.eye": "tensorflow.eye",
        "tensorflow.nn.space_to_batch": "tensorflow.space_to_batch",
    }
)
