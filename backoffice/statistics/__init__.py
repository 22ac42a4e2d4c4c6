"""Figures of the house, counted by the database."""
