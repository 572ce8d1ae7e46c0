"""The guide: from an empty year to the publication, a step at a time, on the terminal or on a page of this machine.

It does nothing of its own: each step asks for what a command needs, and gives that command. So whatever the guide did
can be done by hand as well, and the other way round.
"""
