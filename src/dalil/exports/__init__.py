"""Exports: how reports, answers and figures leave the record; one serializer for each, used by every surface."""
