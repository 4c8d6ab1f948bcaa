"""The one visual language: style sheet, icons and fonts that every screen shares."""
