"""Second names of functions, and ATen operators that PyTorch also has at the top level."""

from ivy.frontends import _publish

_SECOND_NAMES = """
    abs: absolute
    acos: arccos
    acosh: arccosh
    asin: arcsin
    asinh: arcsinh
    atan: arctan
    atan2: arctan2
    atanh: arctanh
    bitwise_not: special.bitwise_not
    cat: concat concatenate
    clamp: clip
    digamma: special.digamma special.psi
    div: divide true_divide
    erf: special.erf
    erfc: special.erfc
    erfinv: special.erfinv
    exp2: special.exp2
    expm1: special.expm1
    ge: greater_equal
    gt: greater
    i0: special.i0
    igamma: special.gammainc
    igammac: special.gammaincc
    le: less_equal
    lgamma: special.gammaln
    linalg.det: det
    linalg.householder_product: orgqr
    linalg.inv: inverse
    linalg.matrix_exp: matrix_exp
    linalg.matrix_power: matrix_power
    linalg.slogdet: slogdet
    log1p: special.log1p
    log_softmax: special.log_softmax nn.functional.log_softmax
    logit: special.logit
    logsumexp: special.logsumexp
    lt: less
    matmul: linalg.matmul
    mul: multiply
    mvlgamma: special.multigammaln
    ne: not_equal
    neg: negative
    outer: ger
    polygamma: special.polygamma
    round: special.round
    sigmoid: special.expit nn.functional.sigmoid
    sinc: special.sinc
    softmax: special.softmax nn.functional.softmax
    sub: subtract
    tanh: nn.functional.tanh
    trapezoid: trapz
    trunc: fix
    vstack: row_stack
    xlogy: special.xlogy
    nn.functional.relu: relu
    nn.functional.celu: celu
    nn.functional.layer_norm: layer_norm
    nn.functional.threshold: threshold
    nn.functional.hardshrink: hardshrink
    nn.functional.group_norm: group_norm
    nn.functional.rms_norm: rms_norm
    nn.functional.selu: selu
    nn.functional.prelu: prelu
    nn.functional.conv1d: conv1d
    nn.functional.conv2d: conv2d
    nn.functional.conv3d: conv3d
    nn.functional.conv_transpose1d: conv_transpose1d
    nn.functional.conv_transpose2d: conv_transpose2d
    nn.functional.conv_transpose3d: conv_transpose3d
    nn.functional.avg_pool1d: avg_pool1d
    nn.functional.max_pool1d: max_pool1d
    nn.functional.max_pool2d: max_pool2d
    nn.functional.max_pool3d: max_pool3d
    nn.functional.adaptive_avg_pool1d: adaptive_avg_pool1d
    nn.functional.cosine_similarity: cosine_similarity
    nn.functional.pairwise_distance: pairwise_distance
    nn.functional.pdist: pdist
    nn.functional.pixel_shuffle: pixel_shuffle
    nn.functional.pixel_unshuffle: pixel_unshuffle
    nn.functional.channel_shuffle: channel_shuffle
    nn.functional.bilinear: bilinear
    nn.functional.instance_norm: instance_norm
"""
# Operators of the top level with the name and the parameters of ATen's.
_OPERATORS = """
    as_strided_scatter clone constant_pad_nd diagonal_scatter fill grid_sampler_2d grid_sampler_3d
    native_group_norm native_layer_norm segment_reduce select_scatter slice_scatter
""".split()


def _register(key: str, name: str) -> None:
    table = _publish.table_of(name)
    if table is None or _publish.table_of(key) is not None:
        return
    (_publish.STANDALONE if table is _publish.NATIVE else table)[key] = table[name]


def register() -> None:
    """Registers the functions under their second names, once all tables are loaded."""
    for line in _SECOND_NAMES.split("\n"):
        first, _, others = line.strip().partition(": ")
        for other in others.split():
            _register(f"torch.{other}", f"torch.{first}")
    for name in _OPERATORS:
        _register(f"torch.{name}", f"torch.ops.aten.{name}")
    for name in ("repeat", "zero"):
        _register(f"torch.Tensor.{name}", f"torch.ops.aten.{name}")
