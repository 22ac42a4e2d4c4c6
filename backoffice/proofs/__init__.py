"""Printed proofs of a conversion and their public verification."""
