"""The pages of lists of sanctions: who stood on a list on a day, what changed between two, an entry through the years."""
