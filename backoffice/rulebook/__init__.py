"""Conversion rules, their versions, and the decisions made by them."""
