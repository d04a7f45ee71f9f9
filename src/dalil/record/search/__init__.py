"""Searching the record: the words that reports are found by, their index in the database, and what a query looks for."""
