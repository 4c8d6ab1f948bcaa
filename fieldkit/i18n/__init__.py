"""Catalogues, dates, numbers, direction."""
