"""A figure to take away: the answer, the rows behind it, the method in words, and a script that recomputes the one from the other."""
