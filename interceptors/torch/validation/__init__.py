"""PyTorch's own checks and errors."""
