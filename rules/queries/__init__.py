"""Rules of one shape evaluated together in the database, through SQLAlchemy Core."""
