"""Files that become transcripts."""
