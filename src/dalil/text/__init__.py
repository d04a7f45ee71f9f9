"""The text engine: names, words, numbers, dates, counts and places across Arabic and Latin. Plain Python, no framework.

The faces are its sub-rooms and single modules: `counts`, `dates`, `names`, `spelling`; `compounds`, `numbers`, `place_finder`, `place_spellings`.
"""
