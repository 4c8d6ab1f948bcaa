"""SVG with its table."""
