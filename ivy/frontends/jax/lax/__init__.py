"""`jax.lax`: JAX's own operations, which promote nothing."""

from ivy.frontends.jax.lax._kinds import (
    ConvDimensionNumbers,
    GatherDimensionNumbers,
    GatherScatterMode,
    RaggedDotDimensionNumbers,
    RoundingMethod,
    ScatterDimensionNumbers,
)
