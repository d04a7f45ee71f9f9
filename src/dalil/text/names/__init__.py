"""People's names: their parts, how alike two of them are, and an index that finds them across scripts."""
