"""What is asked: pure rules."""
