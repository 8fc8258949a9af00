"""Expression preview: what an expression gives with this data."""
