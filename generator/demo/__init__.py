"""The shipped example: two invented organisations and everything they do."""
