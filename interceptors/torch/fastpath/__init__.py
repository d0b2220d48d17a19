"""Calls whose signature is known."""
