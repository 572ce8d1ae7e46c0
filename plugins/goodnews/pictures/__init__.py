"""Picture files: checking them, the renditions made of them, and covers for stories that have none."""
