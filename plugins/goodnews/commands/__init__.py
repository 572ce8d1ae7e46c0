"""The commands: what each is asked for at the command line, what it has others do, and what it says.

Each begins with the settings (`configuration.py`). Whatever only one command needs is imported by that command, so that
a build with nothing to do starts at once.
"""
