"""Sending: an issue's mail goes to the readers of a list, to each of them once.

What was done is known from a ledger alone, which is written to disk before and after each mail. The room takes the mail
that `editions` printed; neither a build nor the editions know it.
"""
