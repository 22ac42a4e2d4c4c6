"""Applications to convert outcomes, and their reviews."""
