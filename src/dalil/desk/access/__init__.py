"""Who came in and who read what, pausing and travelling, and what waits for a second person."""
