"""Exporters: each writes a whole store to a binary stream, in one format."""
