"""Sorting, ranking and searching."""
