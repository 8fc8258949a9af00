"""Activities that speak SQL to other people's PostgreSQL databases."""
