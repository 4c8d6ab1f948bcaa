"""Instruments that ship with Fieldkit."""
