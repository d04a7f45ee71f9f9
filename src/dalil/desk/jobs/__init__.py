"""What is done by itself: what ran, what failed, what waits."""
