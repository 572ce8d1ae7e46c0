"""From whatever arrives to drafts: a file becomes lines, its items are found, and every line is accounted for."""
