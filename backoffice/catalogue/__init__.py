"""The catalogue of outcomes, their categories and kinds, and the reference tables."""
