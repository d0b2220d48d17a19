"""Formulas of convolution, pooling, normalisation and resampling, on which the tables draw."""
