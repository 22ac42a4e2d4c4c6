"""The credit bank's web application, one folder per area."""
