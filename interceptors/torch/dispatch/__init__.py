"""What is done with an ATen operator on a target."""
