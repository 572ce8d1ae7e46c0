"""The nouns of a newsroom, checked: from documents to stories, digests, registries, or every problem at once."""
