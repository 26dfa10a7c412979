"""Findings scored against the ground truth of simulated datasets."""
