"""Ops, backends, dtypes, errors and traces: the layer that everything else builds on."""
