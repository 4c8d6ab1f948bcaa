"""What it means: pure rules."""
