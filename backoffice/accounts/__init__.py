"""Learners and their lifelong accounts."""
