"""Append-only: who did what to which record."""
