"""Editions: an issue as readers get it who never open the site.

Each is a kind of page for the press, with its own table of kinds, its own folder and its own ledger: the site's build
neither makes nor knows them. The room lies above `render`, whose printer fills its templates, and below `desk`.
"""
