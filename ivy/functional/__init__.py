"""The raw ops, one file per family: functions of backend arrays that return backend arrays."""

from ivy._core.op import FUNCTIONS as _FUNCTIONS
from ivy._core.op import OPS as _OPS
from ivy.functional.activations import *  # noqa: F403
from ivy.functional.arithmetic import *  # noqa: F403
from ivy.functional.bessel import *  # noqa: F403
from ivy.functional.control_flow import *  # noqa: F403
from ivy.functional.convolution import *  # noqa: F403
from ivy.functional.creation import *  # noqa: F403
from ivy.functional.cross_entropies import *  # noqa: F403
from ivy.functional.factorizations import *  # noqa: F403
from ivy.functional.fft import *  # noqa: F403
from ivy.functional.gathering import *  # noqa: F403
from ivy.functional.indexing import *  # noqa: F403
from ivy.functional.inspection import *  # noqa: F403
from ivy.functional.interpolation import *  # noqa: F403
from ivy.functional.layers import *  # noqa: F403
from ivy.functional.legacy import *  # noqa: F403
from ivy.functional.linalg import *  # noqa: F403
from ivy.functional.logic import *  # noqa: F403
from ivy.functional.losses import *  # noqa: F403
from ivy.functional.manipulation import *  # noqa: F403
from ivy.functional.nn import *  # noqa: F403
from ivy.functional.pooling import *  # noqa: F403
from ivy.functional.random import *  # noqa: F403
from ivy.functional.ranked import *  # noqa: F403
from ivy.functional.reductions import *  # noqa: F403
from ivy.functional.sorting import *  # noqa: F403
from ivy.functional.special import *  # noqa: F403
from ivy.functional.transcendental import *  # noqa: F403
from ivy.functional.transforms import *  # noqa: F403

__all__ = sorted((*_OPS, *_FUNCTIONS))  # pyright: ignore[reportUnsupportedDunderAll]
