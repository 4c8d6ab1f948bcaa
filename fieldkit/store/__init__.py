"""All live SQL and media."""
