"""Search requests of families, at the desk."""
