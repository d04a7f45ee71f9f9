"""The desk: the private screens, inside the Wagtail admin."""
