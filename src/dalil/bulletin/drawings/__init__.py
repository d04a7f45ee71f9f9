"""Maps and charts of the public pages: each with its caption, its key, what a reader must know beside it, and its table."""
