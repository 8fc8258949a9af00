"""Names that fit into URLs and file names."""
