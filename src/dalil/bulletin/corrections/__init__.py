"""Numbers that published pages keep, and the corrections by which they change."""
