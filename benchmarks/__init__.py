"""Measured against what one would write by hand; see README.md."""
