// {{ page.version }}: the race has no reader who is without a network
