"""Registered institutions, committees, programmes and the people who act for them."""
