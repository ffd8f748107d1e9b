"""What we ask of the operating system: private files, and a port to listen on."""
