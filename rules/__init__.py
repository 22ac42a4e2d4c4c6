"""The rule language's meaning: facts in, verdicts with reasons out."""
