"""The backends: one package per framework, one line or short function per op."""
