"""Redirected tensors, native memory, and PyTorch's geometry."""
