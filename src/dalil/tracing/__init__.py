"""Families who look for somebody: requests, sealed whole; their steps, candidates, findings, receipts. docs/security/tracing.md."""
