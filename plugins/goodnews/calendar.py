"""The calendar that a newsroom may write days of."""

YEARS = (1900, 2999)  # the first and the last year
