"""The inputs in which a report is typed, one for each type of value."""
