"""The demonstration project."""
