"""What stands before every feature. Each is a class of `(scope, receive, send)` that does one thing."""
