"""What interceptors of every source are made of. Imports no framework; see README.md."""
