"""Counting: how many, where, when, with what, by whom, and according to whom.

`combine` is the arithmetic (pure); `projection` lays the record out in columns for one clearance; `question` and `answer` ask it;
`figures` keeps a question that a page publishes.
"""
