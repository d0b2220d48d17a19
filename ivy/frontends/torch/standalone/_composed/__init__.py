"""PyTorch functions that PyTorch itself composes of others, written in PyTorch's own terms."""
