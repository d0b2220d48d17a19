"""Arguments with one value per axis, and inputs without a batch axis."""


def each(value, rank):
    """One number for each axis, of a number or a list."""
    return (
        [value] * rank if isinstance(value, int) else list(value) * (rank if len(value) == 1 else 1)
    )


def batched(input, rank, name):
    """`input` with a batch axis, and whether it had none."""
    if input.ndim not in (rank + 1, rank + 2):
        raise RuntimeError(
            f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to {name}, but got "
            f"input of size: {list(input.shape)}"
        )
    return (input.unsqueeze(0), True) if input.ndim == rank + 1 else (input, False)
