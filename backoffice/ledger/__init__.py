"""Credits booked to a learner's account, and the outcomes used up for them."""
