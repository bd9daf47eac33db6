"""Training: a loop that yields events, its run folder, and held-out evaluation."""
