"""From bytes to fields with their lines, and from Markdown to clean HTML."""
