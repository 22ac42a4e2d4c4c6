"""Ours and the peers over a whole population: each takes the same rules and outcomes, and returns totals per rule."""
