"""TensorFlow as a source of graphs. `functions.py` walks what TensorFlow itself has traced."""
