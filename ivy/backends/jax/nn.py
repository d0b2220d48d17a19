"""Activations, normalisation, attention and other building blocks of networks."""
