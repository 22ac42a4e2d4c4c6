"""Recorded digits for the spoken captcha, and the program that made them."""
