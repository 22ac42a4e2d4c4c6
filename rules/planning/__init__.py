"""Which conversions together bring most credits, and which caps and policies bind them."""
