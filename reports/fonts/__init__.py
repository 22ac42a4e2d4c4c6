"""The typefaces that the papers are set in, and the program that makes them."""
