"""A month of the archive, and its year: pairs of numbers that stories are found under."""


def month_address(year: int, month: int) -> str:
    return f"archive/{year}/{month:02}.html"


def year_address(year: int) -> str:
    return f"archive/{year}/index.html"
