"""How papers look: the centre's words, colours and pictures, kept in versions."""
