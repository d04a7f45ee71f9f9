"""Columns: the record laid out in Parquet files, one set for each clearance, following the log."""
