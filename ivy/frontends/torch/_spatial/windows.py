"""Where the windows of a pooling or a convolution lie: plain numbers, known before any array."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows along one axis of `length` elements."""

    length: int
    size: int
    stride: int
    padding: int
    dilation: int
    count: int

    @property
    def padded(self) -> int:
        """How far the windows reach, from the start of the padding before the axis."""
        return (self.count - 1) * self.stride + (self.size - 1) * self.dilation + 1

    @property
    def widths(self) -> tuple[int, int]:
        """The padding before and after that the windows need; negative: elements that none sees."""
        return self.padding, self.padded - self.length - self.padding

    @property
    def starts(self) -> list[int]:
        """The first position of each window, negative in the padding."""
        return [i * self.stride - self.padding for i in range(self.count)]

    def positions(self, place: int) -> list[int]:
        """What each window sees at `place`; at the first one, its first element off the padding."""
        if place:
            return [start + place * self.dilation for start in self.starts]
        return [start if start >= 0 else start % self.dilation for start in self.starts]

    def sizes(self, count_padding: bool) -> list[int]:
        """How many elements each window sees, those of the padding included if `count_padding`."""
        ends = [min(start + self.size, self.length + self.padding) for start in self.starts]
        if count_padding:
            return [end - start for start, end in zip(self.starts, ends, strict=True)]
        spans = zip(self.starts, ends, strict=True)
        return [min(end, self.length) - max(start, 0) for start, end in spans]


def each(value: int | list[int], rank: int) -> list[int]:
    """One number per axis, from one for all or a list of them."""
    values = [value] if isinstance(value, int) else list(value)
    return values * rank if len(values) == 1 else values


def geometry(
    shape: tuple[int, ...],
    kernel_size: int | list[int],
    stride: int | list[int] | None,
    padding: int | list[int],
    dilation: int | list[int],
    ceil_mode: bool,
    rank: int,
) -> list[Windows]:
    """The windows of PyTorch's pooling functions along the last `rank` axes."""
    size = each(kernel_size, rank)
    steps = each(stride, rank) if stride not in (None, [], ()) else size
    return [
        _windows(*numbers, ceil_mode)
        for numbers in zip(
            shape[-rank:], size, steps, each(padding, rank), each(dilation, rank), strict=True
        )
    ]


def _windows(
    length: int, size: int, stride: int, padding: int, dilation: int, ceil_mode: bool
) -> Windows:
    if stride <= 0:
        raise ValueError(f"stride must not be {stride}")
    room = length + 2 * padding - dilation * (size - 1) - 1
    count = (room + (stride - 1 if ceil_mode else 0)) // stride + 1
    # no window may begin in the padding after the axis
    if ceil_mode and (count - 1) * stride >= length + padding:
        count -= 1
    if count < 1:
        raise ValueError(f"a window of {size} does not fit into {length} elements")
    return Windows(length, size, stride, padding, dilation, count)
