"""The sample data that the product ships, and what loads it."""
