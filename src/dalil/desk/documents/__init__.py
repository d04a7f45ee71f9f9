"""One document at the desk."""
