"""Whole conversations of invented people, each with a translation."""
