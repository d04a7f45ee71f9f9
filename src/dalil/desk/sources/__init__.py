"""Sources at the desk."""
