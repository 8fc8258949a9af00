"""Contract suites: what every implementation of a port must hold to. Each is run against a fake and the real one."""
