"""Flask, a blueprint per audience."""
