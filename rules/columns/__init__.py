"""The third evaluator: a whole book over a whole population, column by column."""
