"""Picture files: what they are, what is made of them, and what stands in their place."""
