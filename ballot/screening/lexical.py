"""The screener without dependencies: sequences of one to three characters, weighted by tf-idf."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt

from ballot.screening.story import Story, plain

NAME = "lexical"
MODEL = "tf-idf of 1-3 characters, version 1"
REPEATED = 0.4  # similarity from which two stories count as the same: see docs/vote.md
COMMON = 4  # what more than one story in this many contains does not distinguish them


def grams(text: str) -> Counter[str]:
    letters = plain(text)
    return Counter(letters[at : at + size] for size in (1, 2, 3) for at in range(len(letters) - size + 1))


def likeness(stories: Sequence[Story]) -> list[list[float]]:
    """Cosine of every two stories, 0 to 1."""
    counts = [grams(story.text) for story in stories]
    held = Counter(gram for count in counts for gram in count)
    many = max(len(stories) // COMMON, 10)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, count in enumerate(counts):
        weights = {
            gram: (1 + log(times)) * (log((1 + len(stories)) / (1 + held[gram])) + 1)
            for gram, times in count.items()
            if held[gram] <= many
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for gram, weight in weights.items():
            postings[gram].append((place, weight / length))
    alike = [[0.0] * len(stories) for _story in stories]
    for found in postings.values():
        for at, (place, weight) in enumerate(found):
            row = alike[place]
            for other, its in found[:at]:
                row[other] += weight * its
    for place in range(len(stories)):
        for other in range(place):
            alike[other][place] = alike[place][other]
    return alike
