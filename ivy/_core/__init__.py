"""What an op, a backend, a dtype and an error are; everything above and below builds on these."""
