"""Models of JAX libraries as Ivy has them (`ivy.modules.converted.NativeModel`), a file per library."""
