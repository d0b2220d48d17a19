"""Enumerations and named tuples for arguments of `jax.lax`."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any, NamedTuple


class RoundingMethod(enum.IntEnum):
    """Rounding of halves in `lax.round`."""

    AWAY_FROM_ZERO = 0
    TO_NEAREST_EVEN = 1


class GatherScatterMode(enum.Enum):
    """Treatment of windows outside the operand."""

    CLIP = 0
    FILL_OR_DROP = 1
    PROMISE_IN_BOUNDS = 2
    ONE_HOT = 3

    @staticmethod
    def from_any(mode: Any) -> GatherScatterMode:
        """The mode of this name; None is `FILL_OR_DROP`.

        Raises
        ------
        ValueError
            There is no such mode.
        """
        if isinstance(mode, GatherScatterMode):
            return mode
        if mode == "clip":
            return GatherScatterMode.CLIP
        if mode is None or mode in ("fill", "drop"):
            return GatherScatterMode.FILL_OR_DROP
        if mode == "promise_in_bounds":
            return GatherScatterMode.PROMISE_IN_BOUNDS
        raise ValueError(f'Unknown gather mode "{mode}"')


class GatherDimensionNumbers(NamedTuple):
    """Which axes of a gather's operand, indices and result belong together."""

    offset_dims: Sequence[int]
    collapsed_slice_dims: Sequence[int]
    start_index_map: Sequence[int]
    operand_batching_dims: Sequence[int] = ()
    start_indices_batching_dims: Sequence[int] = ()


class ScatterDimensionNumbers(NamedTuple):
    """Which axes of a scatter's operand, indices and updates belong together."""

    update_window_dims: Sequence[int]
    inserted_window_dims: Sequence[int]
    scatter_dims_to_operand_dims: Sequence[int]
    operand_batching_dims: Sequence[int] = ()
    scatter_indices_batching_dims: Sequence[int] = ()


class ConvDimensionNumbers(NamedTuple):
    """The axes of batch (or features out), features (in), and space, of each operand."""

    lhs_spec: Sequence[int]
    rhs_spec: Sequence[int]
    out_spec: Sequence[int]


class RaggedDotDimensionNumbers(NamedTuple):
    """As the dimension numbers of `dot_general`, with the ragged axes of the left operand."""

    dot_dimension_numbers: Any
    lhs_ragged_dimensions: Sequence[int]
    rhs_group_dimensions: Sequence[int]
