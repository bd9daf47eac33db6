"""Distillation of a lifter into its student, which answers each move of a drag in one evaluation."""
