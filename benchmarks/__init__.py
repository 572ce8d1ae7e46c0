"""Races against other generators: equal pages from equal stories. `python3 tasks.py bench` runs them."""
