"""Pages at the desk: what Wagtail asks before they are taken down or deleted."""
