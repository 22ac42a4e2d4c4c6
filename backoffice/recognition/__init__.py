"""Applications to have an outcome recognised (认定), and what was decided."""
