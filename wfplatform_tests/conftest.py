"""What tests of every room may use."""

from wfplatform_tests.postgres import database, empty_database, postgres_server

__all__ = ["database", "empty_database", "postgres_server"]
