"""The archive: documents as they were found, kept by content, never changed.

`store` keeps the bytes, `models` the facts about them, `protection` says who may see what (it starts here because documents
are the first thing that can be protected).
"""
