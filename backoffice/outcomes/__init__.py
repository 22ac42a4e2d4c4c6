"""What a learner holds, with its evidence."""
