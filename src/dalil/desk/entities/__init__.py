"""One entity at the desk."""
