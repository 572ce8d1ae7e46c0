"""From a view to the bytes of its file: templates, feeds, share cards."""
