"""Writes a release file from the rows it is handed."""
