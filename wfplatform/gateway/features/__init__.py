"""One folder for each thing that a client asks for. They do not know each other."""
