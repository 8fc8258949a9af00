"""The gateway's ports, each satisfied by the rooms behind it."""
