"""Plain numbers in, plain numbers out; nothing here knows a team or a survey."""
