"""What rules say together, without any learner: clashes, duplicates, rules that never fire, and what a change does."""
