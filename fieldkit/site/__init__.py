"""The Datasette plugin that serves a release."""
