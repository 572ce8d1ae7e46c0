"""From the similarity of every two stories to scores and to repeated stories."""

from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]  # cosine of every two stories, 0 to 1; the diagonal does not matter


def centrality(alike: Matrix) -> tuple[int, ...]:
    """How typical each story is of its year: its mean similarity to the others, the highest being 100.

    source  degree centrality of LexRank (Erkan and Radev, 2004), without a threshold
    """
    sums = [sum(row) - row[place] for place, row in enumerate(alike)]
    most = max(sums, default=0.0)
    return tuple(round(100 * max(value, 0.0) / most) if most > 0 else 0 for value in sums)


def repeated(alike: Matrix, threshold: float) -> tuple[int | None, ...]:
    """For each story the first one that it repeats, directly or through others, or None."""
    first = list(range(len(alike)))
    for place, row in enumerate(alike):
        for other in range(place):
            if row[other] >= threshold:
                low, high = sorted((first[other], first[place]))
                first = [low if value == high else value for value in first]
    return tuple(None if value == place else value for place, value in enumerate(first))


def nearest(row: Sequence[float], place: int, most: int = 3) -> tuple[tuple[int, float], ...]:
    """The stories most similar to one of them, the most similar first."""
    others = [(other, value) for other, value in enumerate(row) if other != place and value > 0]
    return tuple(sorted(others, key=lambda pair: (-pair[1], pair[0]))[:most])
