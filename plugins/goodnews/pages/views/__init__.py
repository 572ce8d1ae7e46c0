"""What each kind of page shows, and nothing else: frozen, typed, and the very bytes a page is printed from.

Addresses are below the site's root (`story/2026/x.html`); a template puts the path from its page to the root
before them. Dates are days in the site's zone.
"""
