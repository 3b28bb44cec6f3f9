"""Figures per fiscal year."""
