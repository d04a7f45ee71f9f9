"""News from elsewhere: what a page says of itself, feeds that are followed, and the cards that editors make of both."""
