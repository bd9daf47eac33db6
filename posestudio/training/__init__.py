"""The lifter's training, and its evaluation on held-out people."""
