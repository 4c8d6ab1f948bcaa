"""What may leave: pure rules."""
