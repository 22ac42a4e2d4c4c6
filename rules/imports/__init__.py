"""Real tables to rules: every row taken, or reported by line and reason."""
