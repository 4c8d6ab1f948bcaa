"""Fieldkit: a community-research and mystery-shopper field kit."""

__version__ = "0.1.0"
