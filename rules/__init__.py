"""What conversion rules mean: facts in, explained verdicts out."""
