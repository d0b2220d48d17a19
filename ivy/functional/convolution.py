"""Convolution and pooling of any rank."""
