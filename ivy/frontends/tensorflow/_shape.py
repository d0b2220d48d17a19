"""`tensorflow.TensorShape`: lengths of axes, None where one is not known."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any


class TensorShape(tuple):
    """The lengths of a tensor's axes."""

    def __new__(cls, dims: Any = ()) -> TensorShape:
        if isinstance(dims, int):
            dims = (dims,)
        return super().__new__(cls, (None if d is None else int(d) for d in dims))

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self)

    ndims = rank

    @property
    def dims(self) -> list:
        """The lengths."""
        return list(self)

    def as_list(self) -> list:
        """The lengths, as a list."""
        return list(self)

    def num_elements(self) -> int | None:
        """The number of elements, None if a length is not known."""
        return None if None in self else math.prod(self)

    def is_fully_defined(self) -> bool:
        """Whether all lengths are known."""
        return None not in self

    def is_compatible_with(self, other: Iterable) -> bool:
        """Whether both may be the shape of one tensor."""
        other = TensorShape(other)
        pairs = zip(self, other, strict=False)
        return len(self) == len(other) and all(m == n or None in (m, n) for m, n in pairs)

    def assert_is_compatible_with(self, other: Iterable) -> None:
        """Raises ValueError unless the shapes are compatible."""
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {TensorShape(other)} are incompatible")

    def concatenate(self, other: Iterable) -> TensorShape:
        """The axes of both."""
        return TensorShape((*self, *TensorShape(other)))

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __getitem__(self, index: Any) -> Any:
        found = super().__getitem__(index)
        return TensorShape(found) if isinstance(index, slice) else found

    def __str__(self) -> str:
        return f"({', '.join(map(str, self))}{',' * (len(self) == 1)})"

    def __repr__(self) -> str:
        return f"TensorShape({list(self)})"
