"""What a person asks for: build, check, new, serve, and what they are told."""
