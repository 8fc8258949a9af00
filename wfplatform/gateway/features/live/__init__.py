"""The live stream of what happens: one source, as server-sent events and as a WebSocket."""
