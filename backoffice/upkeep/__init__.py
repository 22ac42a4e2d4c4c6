"""Keeping the register and the catalogue: tables that come in and go out, versions of entries, and kinds as data."""
