"""The way out: what was printed is put where readers are, so that they see a whole site at every moment."""
