"""The ways from one revision of the tables to the next, for Alembic."""
