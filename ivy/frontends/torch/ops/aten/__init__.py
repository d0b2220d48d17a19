"""ATen operators with no public twin, or with another signature than their twin."""
