"""The annual vote: collects ballots, seals them, counts them, publishes what is needed to count again."""
