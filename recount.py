"""Check a published vote (to come)."""
