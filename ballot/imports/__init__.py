"""Ballots from form tools: a file of theirs to rows, rows to ballots of the group `import`."""
