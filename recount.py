"""Count a published vote again, with Python 3.11 or newer and nothing else.

    python3 recount.py FOLDER --check           compare everything with result.json; exit 1 names the first difference
    python3 recount.py FOLDER --receipt XXXX    what became of your ballot

It shares no code with the service that collected the ballots, nor with the site: it rebuilds the tree of ballots, every
seal, count, rank and tie from the published files. It cannot tell whether one person cast many ballots of the group
`open`, nor whether votes were bought: proof of work only slows robots down, and a receipt proves a vote to a buyer too.
"""

import json
import sys
import tomllib
from base64 import b64decode, b64encode
from bisect import bisect_right
from collections.abc import Mapping
from fractions import Fraction
from functools import cache, reduce
from hashlib import sha256, sha512
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
STATES = {"counted": "计入 counted", "replaced": "已被同一人后投的票取代 replaced", "quarantined": "隔离 quarantined"}
WAY = ["frozen", "open", "closed", "tallied", "published"]
STEPS = ["final", "jury", "members", "head to head", "lot"]
HEX = set("0123456789abcdef").issuperset
HALF = Fraction(1, 2)
WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), default=str)
Ranks = dict[str, Fraction]
Point = tuple[int, int, int, int]


class Recount:
    """One folder. Every method reads further files and raises ValueError at the first difference."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at, self.line = folder, "", 0  # the file that is being read, and the line

    def check(self) -> int:
        try:
            for step in (self.events, self.frozen, self.ballots, self.seals, self.imports, self.result, self.signed):
                step()
        except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError) as error:
            said = str(error) if type(error) is ValueError else f"not as it should be ({type(error).__name__}: {error})"
            print(f"{self.at}:{self.line}: {said}" if self.line else f"{self.at}: {said}")
            return 1
        print(f"结果一致 the result agrees: {len(self.rows)} ballots, {len(self.roots)} seals, key {self.key}")
        return 0

    def demand(self, fits: object, what: str) -> None:
        if not fits:
            raise ValueError(what)

    def data(self, name: str) -> bytes:
        self.at, self.line = name, 0
        return (self.folder / name).read_bytes()

    def values(self, name: str) -> list[Any]:
        """Every line of a file of canonical JSON."""
        found, lines = [], self.data(name).splitlines(keepends=True)
        for self.line, line in enumerate(lines, 1):
            found.append(json.loads(line))
            self.demand(canonical(found[-1]) == line, "no canonical JSON")
        return found

    def events(self) -> None:
        """A chain: each event names the hash of the one before; the last, at publication, is signed."""
        before, events = "", self.values("events.jsonl")
        for self.line, event in enumerate(events, 1):
            self.demand(event["prev"] == before, "not the line that followed the one above")
            before = sha256(canonical(event)).hexdigest()
        self.demand([event["event"] for event in events if event["event"] in WAY] == WAY, "not the way of a vote")
        self.event = {event["event"]: event for event in events}
        self.key = sha256(canonical({**self.event["frozen"]["files"], "version": 1})).hexdigest()
        self.demand(self.event["frozen"]["key"] == self.event["open"]["key"] == self.key, "another opening key")
        self.origin, _number, key = self.event["frozen"]["verifier"].split("+", 2)
        self.signer = b64decode(key, validate=True)[1:]
        self.identity = sha256(self.origin.encode() + b"\n\1" + self.signer).digest()[:4]
        signature = b64decode(events[-1].pop("signature"), validate=True)
        self.demand(is_signed(self.signer, canonical(events[-1]), signature), "not what was signed")

    def frozen(self) -> None:
        """Rules, slate and roll are those that were frozen; spent codes are on the roll."""
        for file in ("candidates.json", "roll.txt", "rules.toml"):
            digest = self.event["frozen"]["files"][file.partition(".")[0]]
            self.demand(sha256(self.data(file)).hexdigest() == digest, "not the file that was frozen")
        self.rules = tomllib.loads(self.data("rules.toml").decode().replace("\r\n", "\n"))
        self.demand(self.rules["origin"] == self.origin, "another origin than the one that signs")
        self.codes: list[str] = [candidate["code"] for candidate in self.values("candidates.json")[0]["candidates"]]
        self.roll = set(self.data("roll.txt").decode().splitlines(keepends=True))
        self.spent = self.data("spent.txt").decode().splitlines(keepends=True)
        self.demand(self.spent == sorted(self.roll.intersection(self.spent)), "not codes of the roll, sorted")

    def ballots(self) -> None:
        """Every leaf is over its ballot, and of each voter the last ballot outside quarantine counts."""
        codes, groups, above = set(self.codes), self.rules["groups"], (0, "")
        least, most, turns = self.rules["minimum"], self.rules["maximum"], dict[str, list[tuple[Any, ...]]]()
        self.rows = self.values("ballots.jsonl")
        for self.line, row in enumerate(self.rows, 1):  # noqa: B020
            group, picks, place = row["group"], row["choices"], (row["seal"], row["leaf"])
            fits = codes.issuperset(picks) and picks == sorted(set(picks)) and least <= len(picks) <= most
            self.demand(fits, "choices that cannot be")
            self.demand(HEX(row["salt"] + row["voter"] + row["word"]), "salt, voter or word is no hash")
            fits = (row["why"] != "") == (row["state"] == "quarantined") and group in groups and len(row) == 10
            self.demand(fits and row["state"] in STATES, "a group, state or reason that cannot be")
            own = sha256(canonical([1, self.key, group, row["salt"], row["word"], picks])).hexdigest()
            self.demand(own == row["leaf"], "the leaf is not over this ballot")
            self.demand(above < place, "not after the line above")
            above = place
            turns.setdefault(row["voter"], []).append((row["turn"], row["seal"], self.line, row["state"], group))
        self.voters = dict.fromkeys(groups, 0)
        for own_turns in map(sorted, turns.values()):
            self.voters[own_turns[-1][4]] += 1
            alike = len(of := {turn[4] for turn in own_turns}) == 1 or of == {"open", "plain"}  # with script or without
            last = max((turn[0] for turn in own_turns if turn[3] != "quarantined"), default=0)
            for number, (turn, seal, self.line, state, _group) in enumerate(own_turns, 1):
                fits = turn == number and alike and seal >= own_turns[max(number - 2, 0)][1]
                self.demand(fits and (turn == last) == (state == "counted"), "not the turn of its voter that counts")

    def seals(self) -> None:
        """Every seal is signed, and is over just the ballots that name it."""
        nodes = [sha256(b"\0" + bytes.fromhex(row["leaf"])).digest() for row in self.rows]
        sealed, trees, self.roots = [row["seal"] for row in self.rows], dict[tuple[int, int], bytes](), list[Any]()
        for number, note in enumerate(self.data("seals.txt").decode().split("\n---\n"), 1):
            self.at, self.line = "seals.txt", 7 * number - 6
            text, _blank, below = note.partition("\n\n")
            signed = b64decode(below.rpartition(" ")[2])[4:]
            written = f"\u2014 {self.origin} {b64encode(self.identity + signed).decode()}\n"
            self.demand(
                below == written and is_signed(self.signer, f"{text}\n".encode(), signed), "not what was signed"
            )
            self.at, self.line, size = "ballots.jsonl", 0, bisect_right(sealed, number)
            root = tree(nodes, 0, size, trees)
            self.demand(text == f"{self.origin}\n{size}\n{b64encode(root).decode()}", f"not what seal {number} is over")
            self.roots.append({"seal": number, "size": size, "root": root.hex()})
        self.demand(set(sealed) == set(range(1, len(self.roots) + 1)), "not the seals that seals.txt holds")

    def imports(self) -> None:
        """What the form tools brought, and that each voter with a code spent one."""
        files = self.values("imports.json")[0]["files"]
        named = [row["seal"] for row in self.rows if row["group"] == "import"]
        counts = [named.count(file["seal"]) if file["taken"] else 0 for file in files]
        fits = [file["taken"] for file in files] == counts and sum(counts) == len(named)
        self.demand(fits, f"not the {len(named)} ballots that were imported")
        used = self.voters.get("members", 0) + sum(file["codes"] for file in files)
        self.at, self.line = "spent.txt", 0
        self.demand(len(self.spent) == used, f"{len(self.spent)} codes, but {used} voters with a code")

    def result(self) -> None:
        """Everything in result.json, from the ballots and the jury's marks."""
        groups, codes, draw = self.rules["groups"], self.codes, self.event["tallied"]["draw"]
        ballots = {group: dict.fromkeys(STATES, 0) for group in groups}
        counts = {group: dict.fromkeys(codes, 0) for group in groups}
        for row in self.rows:
            ballots[row["group"]][row["state"]] += 1
            for code in row["choices"] if row["state"] == "counted" else ():
                counts[row["group"]][code] += 1
        quorum = self.rules.get("quorum", 1)
        quorum = quorum if any(ballots[group]["counted"] >= quorum for group in groups) else 1
        ranked = [group for group in groups if ballots[group]["counted"] >= quorum]
        by_group = {group: ranks({code: -count for code, count in counts[group].items()}) for group in ranked}
        limit, places = self.rules.get("jury_union", 20), self.rules.get("places", 10)
        union = sorted(
            c for c in codes if any(sum(n > counts[g][c] for n in counts[g].values()) < limit for g in ranked)
        )
        orders = [mark["ranks"] for mark in self.values("jury.json")[0]["marks"]]
        self.demand(
            all(said and len({*said}) == len(said) and {*said} <= {*union} for said in orders), "impossible marks"
        )
        jurors = [ranks({code: said.index(code) if code in said else len(union) for code in union}) for said in orders]
        jury = ranks(mean(jurors, union))

        def ordered(voices: list[str], weight: Fraction) -> tuple[Ranks, Ranks, list[str], list[Any]]:
            means, members = mean([by_group[group] for group in voices], codes), "members" in voices
            public = ranks({code: means[code] for code in union})
            final = {code: (1 - weight) * public[code] + weight * jury[code] for code in union}
            first = {c: (final[c], jury[c], by_group["members"][c] if members else 0) for c in union}
            rivals = {code: [other for other in union if first[other] == first[code]] for code in union}
            leads = {c: [sum(sign(counts[g][o] - counts[g][c]) for g in voices) for o in rivals[c]] for c in union}
            lots = {code: sha256(canonical([draw, code])).hexdigest() if draw else code for code in union}
            keys = {code: (*first[code], sum(map(sign, leads[code])), lots[code]) for code in union}
            order, ties = sorted(union, key=lambda code: keys[code]), []
            for value in sorted(set(final.values())):
                tied = [code for code in order if final[code] == value]
                steps = {next(step for step in range(5) if keys[a][step] != keys[b][step]) for a, b in pairwise(tied)}
                ties += [{"codes": tied, "steps": [STEPS[step] for step in sorted(steps)]}] if steps else []
            return public, final, order, ties

        public, final, order, ties = ordered(ranked, HALF)
        others = [("weights", ordered(ranked, Fraction(tenths, 10))[2]) for tenths in (3, 4, 6, 7)]
        others += [(g, ordered([other for other in ranked if other != g], HALF)[2]) for g in ranked if len(ranked) > 1]
        stability = {}
        for code in union:
            seen = [one.index(code) + 1 for one in (order, *(other for _why, other in others))]
            moved = [why for why, other in others if (code in other[:places]) != (code in order[:places])]
            stability[code] = {"best": min(seen), "worst": max(seen), "depends": list(dict.fromkeys(moved))}
        counted = {
            "version": 1, "year": self.rules["year"], "key": self.key, "draw": draw, "roots": self.roots,
            "turnout": {"roll": len(self.roll), "spent": len(self.spent), "voters": self.voters},
            "ballots": ballots, "counts": counts, "ranked": ranked, "union": union, "order": order,
            "midranks": by_group, "means": mean(list(by_group.values()), codes), "public": public, "final": final,
            "jury": {"jurors": len(jurors), "means": mean(jurors, union), "ranks": jury},
            "chosen": order[:places], "ties": ties, "stability": stability,
        }  # fmt: skip
        self.demand(not (told := difference(self.values("result.json")[0], counted)), told)
        self.demand(draw or not any("lot" in tie["steps"] for tie in ties), "a lot decides, but none was drawn")

    def signed(self) -> None:
        """What no rule can check, such as the screening, is at least what was signed."""
        for name, digest in self.event["published"]["files"].items():
            self.demand(sha256(self.data(name)).hexdigest() == digest, "not the file that was published")


def canonical(value: object) -> bytes:
    """One value, one sequence of bytes; fractions as texts such as 7/2."""
    return (WRITER.encode(value) + "\n").encode()


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def ranks(values: Mapping[str, Any]) -> Ranks:
    """Mid-ranks, lowest value first: one more than all that are lower, and half of the others that are equal."""
    all_of = list(values.values())
    return {c: 1 + sum(v < value for v in all_of) + HALF * (all_of.count(value) - 1) for c, value in values.items()}


def mean(tables: list[Ranks], codes: list[str]) -> Ranks:
    return {code: sum((table[code] for table in tables), Fraction()) / len(tables) for code in codes}


def difference(found: Any, counted: Any, where: str = "") -> str:
    if isinstance(counted, dict) and isinstance(found, dict) and found.keys() == counted.keys():
        return next(filter(None, (difference(found[k], counted[k], f"{where}.{k}") for k in sorted(counted))), "")
    return "" if canonical(found) == canonical(counted) else f"{where[1:]}: found {found}, counted {counted}"[:300]


def tree(nodes: list[bytes], low: int, high: int, known: dict[tuple[int, int], bytes]) -> bytes:
    """The root over some entries (RFC 9162): cut at the largest power of two that is less than their number."""
    if high - low == 1:
        return nodes[low]
    if (low, high) not in known:
        cut = low + (1 << (high - low - 1).bit_length() - 1)
        known[low, high] = sha256(b"\1" + tree(nodes, low, cut, known) + tree(nodes, cut, high, known)).digest()
    return known[low, high]


# Ed25519 (RFC 8032), to verify only. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (4 * pow(5, -1, P) % P).to_bytes(32, "little")


def add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * D * one[3] * other[3], 2 * one[2] * other[2]
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P


@cache
def doubles(data: bytes) -> list[Point]:
    """A point times 1, 2, 4, ...: every multiple is a sum of some of those."""
    odd, y = divmod(int.from_bytes(data, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    x = x if x % 2 == odd else P - x
    return list(accumulate(range(255), lambda last, _: add(last, last), initial=(x, y, 1, x * y % P)))


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether the first half of the signature is the base point times its second half, less the key times the hash."""
    factor, hashed = signature[32:], sha512(signature[:32] + key + text).digest()
    sums = (BASE, int.from_bytes(factor, "little")), (key, Q - int.from_bytes(hashed, "little") % Q)
    points = (double for data, times in sums for place, double in enumerate(doubles(data)) if times >> place & 1)
    x, y, z, _ = reduce(add, points, (0, 1, 1, 0))
    x, y = x * pow(z, -1, P) % P, y * pow(z, -1, P) % P
    return sums[0][1] < Q and (x % 2 << 255 | y).to_bytes(32, "little") == signature[:32]


def main(argv: list[str]) -> int:
    match argv:
        case [folder, "--check"]:
            return Recount(Path(folder)).check()
        case [folder, "--receipt", typed]:
            wanted = typed.upper().translate(str.maketrans("OIL", "011", "- "))
            for row in Recount(Path(folder)).values("ballots.jsonl"):
                if wanted == "".join(CROCKFORD[int(row["leaf"][:25], 16) >> 5 * at & 31] for at in range(19, -1, -1)):
                    print(STATES[row["state"]], row["why"] or "·", row["group"], f"seal {row['seal']}", *row["choices"])
                    return 0
            sys.exit("没有这张选票 no ballot has this receipt")
    sys.exit(__doc__)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
