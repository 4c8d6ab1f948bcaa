"""The schema of `vault.db`, one step a file."""
