"""One script per figure that this project claims; `python -m benchmarks` runs them all."""
