"""Tools beside the product: the environment that every command runs in, and the registry of regions."""
