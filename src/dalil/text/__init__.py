"""The text engine: names, words, numbers, dates and places across Arabic and Latin. Plain Python, no framework."""
