"""The second evaluator: every rule a function of its own, for one learner at a time."""
