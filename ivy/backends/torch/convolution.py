"""Convolution and pooling of any rank."""

from ivy._core.backend import unsupported

conv_general = unsupported("not written yet")
overlap_add = unsupported("not written yet")
window_sum = unsupported("not written yet")
windows = unsupported("not written yet")
