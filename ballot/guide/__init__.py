"""The guide: from an empty year to publication, step by step, on the terminal or in a browser on this machine.

It only runs commands: each step asks for what a command needs, and runs it. So whatever the guide does can be done by
hand as well, and the other way round.
"""
