"""People of the house and what they did: staff, learners as the centre sees them, settings and the audit trail."""
