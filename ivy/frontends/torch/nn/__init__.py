"""Functions that have a native name below `torch.nn`."""
