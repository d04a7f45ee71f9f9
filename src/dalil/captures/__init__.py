"""Capturing pages of the web as evidence: what a machine answered, as a WARC; what can be read of it; and what became of it since.

`capturing` captures one page, `warc_file` writes what was said on the way, `page_text` reads the page, `repeating` looks again and finds silent edits
and deletions. The desk, the command line and the schedule ask here.
"""
