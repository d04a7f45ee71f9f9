"""News from elsewhere at the desk: look through what feeds and people point to, and make cards of it."""
