"""The form, as a voter meets it: from a real service, over real HTTP."""

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from lxml import html

from ballot import keys
from ballot.__main__ import main
from ballot.leaf import passphrase_hash, receipt_from, receipt_of
from ballot.vote import read
from ballot.web import drawn
from tests.ballot import polling
from tests.ballot.polling import Polled, Voter, hidden, receipt


def checked(text: str) -> set[str]:
    return {box.get("value") for box in html.fromstring(text).xpath("//input[@name='pick'][@checked]")}


def said(response: httpx.Response) -> str:
    """The mistakes that the page lists."""
    return " ".join(html.fromstring(response.text).xpath("string(//*[@role='alert'])").split())


def test_the_form_does_not_promise_that_a_word_cannot_be_guessed(voter: Voter) -> None:
    assert "Others can find a common word by guessing" in voter.form("?lang=en").html
    assert "常见的口令会被别人猜中" in voter.form("?lang=zh_CN").html


def test_a_ballot_with_a_script_is_taken_at_once(polled: Polled, voter: Voter) -> None:
    answer = voter.vote("N07", "N02")
    entry = polled.entry(receipt(answer))
    assert answer.status_code == 200
    assert (entry.ballot.group, entry.ballot.choices) == ("open", ("N02", "N07"))


def test_without_a_script_the_picks_are_confirmed_first(polled: Polled) -> None:
    with polled.voter(script=False) as voter:
        before = len(polled.receipts())
        asked = voter.vote("N03", "N01")
        assert len(polled.receipts()) == before
        assert "N01" in asked.text and "N03" in asked.text
        answer = voter.send(hidden(asked))
        entry = polled.entry(receipt(answer))
        assert (entry.ballot.group, entry.ballot.choices) == ("plain", ("N01", "N03"))


def test_a_member_votes_with_a_code_however_it_is_typed(polled: Polled, voter: Voter) -> None:
    code = polled.code()
    typed = f" {code[:4].lower()}-{code[4:9]} {code[9:]} "
    assert polled.entry(receipt(voter.vote("N04", code=typed))).ballot.group == "members"


def test_the_last_ballot_of_a_code_is_the_one_that_counts_from_any_browser(polled: Polled) -> None:
    code = polled.code()
    with polled.voter() as one, polled.voter() as other:
        first, second = receipt(one.vote("N01", code=code)), receipt(other.vote("N02", code=code))
    assert polled.entry(first).voter == polled.entry(second).voter
    assert (polled.entry(first).turn, polled.entry(second).turn) == (1, 2)


def test_a_withdrawn_candidate_is_marked_and_can_no_longer_be_picked(tmp_path: Path) -> None:
    with polling.polled(tmp_path) as polled, polled.voter() as early, polled.voter() as late:
        kept, opened = receipt(early.vote("N07", "N02")), late.form("?lang=en")
        slug = read(polled.vote).candidates[6].slug
        where = ["--public", str(polled.vote.public), "--private", str(polled.vote.private)]
        assert main(["withdraw", "2026", slug, "--why", "信源撤回了<报道>", *where]) == 0
        polling.until(lambda: "信源撤回了&lt;报道&gt;" in late.form("?lang=en").html, lambda: "it is not marked")
        page = html.fromstring(late.form("?lang=en").html)
        assert not page.xpath("//input[@value='N07']") and len(page.xpath("//input[@name='pick']")) == 29
        assert "Withdrawn: 信源撤回了<报道>" in " ".join(page.text_content().split())
        answer = late.send(late.fields("N07", "N03", form=opened), "?lang=en")
        assert answer.status_code == 422
        assert "Withdrawn meanwhile, so no longer to be chosen: N07." in said(answer)
        assert checked(answer.text) == {"N03"}
        assert polled.entry(kept).ballot.choices == ("N02", "N07"), "what was cast stays as it was cast"
        assert late.vote("N03").status_code == 200


def test_a_receipt_is_signed_and_its_word_is_hashed(polled: Polled, voter: Voter) -> None:
    answer = voter.vote("N05", word=" 四季平安 ")
    entry = polled.entry(receipt(answer))
    signature = re.search(r'class="signature">([^<]+)<', answer.text)
    assert signature
    signer = keys.read(polled.vote.private).signing.public_key()
    signer.verify(base64.b64decode(signature[1]), receipt_of(entry.leaf).encode())
    assert entry.ballot.passphrase == passphrase_hash("四季平安")
    assert "四季平安" not in answer.text


def test_a_receipt_is_drawn_as_the_qr_code_of_its_letters() -> None:
    """Read back module by module from the path, against a second encoding of the library itself."""
    import segno

    path, side = drawn("4KX81KRKKXPRMMTK5NT3")
    dark = {
        (int(x) + dx, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
        for dx in range(int(width))
    }
    code = segno.make("4KX81KRKKXPRMMTK5NT3", micro=False, version=1, error="m", mask=3, boost_error=False)
    rows = [list(row) for row in code.matrix_iter(border=4)]
    assert side == len(rows) == 29
    assert dark == {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert receipt_from("4KX81KRKKXPRMMTK5NT3") == "4KX8-1KRK-KXPR-MMTK-5NT3"


def test_looking_at_the_form_spends_no_code(polled: Polled, voter: Voter) -> None:
    code = polled.code()
    before = polled.receipts()
    for _ in range(20):  # as mail scanners fetch what they find
        with polled.voter() as scanner:
            assert code not in scanner.form(f"?code={code}").html
    assert polled.receipts() == before
    assert receipt(voter.vote("N01", code=code))


def test_candidates_stand_in_an_order_of_each_voters_own(polled: Polled) -> None:
    def order(voter: Voter) -> list[str]:
        codes: list[str] = html.fromstring(voter.form().html).xpath("//input[@name='pick']/@value")
        return codes

    with polled.voter() as one, polled.voter() as other:
        first = order(one)
        assert order(one) == first
        assert sorted(order(other)) == sorted(first)
        assert order(other) != first


@pytest.mark.parametrize(
    ("picks", "words"),
    [
        ((), "Choose at least 1."),
        (tuple(f"N{n:02}" for n in range(1, 12)), "You chose 11. Choose at most 10: take 1 away."),
        (("N01", "N31"), "One of your choices is not on the list."),
        (("N01", "<script>alert(1)</script>"), "One of your choices is not on the list."),
        (("n01",), "One of your choices is not on the list."),
    ],
)
def test_wrong_picks_come_back_with_a_sentence_and_the_picks(
    polled: Polled, voter: Voter, picks: tuple[str, ...], words: str
) -> None:
    before = polled.receipts()
    answer = voter.vote(*picks, query="?lang=en")
    assert answer.status_code == 422
    assert words in said(answer)
    assert checked(answer.text) == {pick for pick in picks if re.fullmatch("N(0[1-9]|[12][0-9]|30)", pick)}
    assert "<script>alert" not in answer.text
    assert polled.receipts() == before


def test_the_same_pick_twice_is_one_pick(polled: Polled, voter: Voter) -> None:
    assert polled.entry(receipt(voter.vote("N09", "N09"))).ballot.choices == ("N09",)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("hello", "This is no code: a code has 17 letters and digits."),
        ("0" * 16 + "1", "This is no code"),
        ("0" * 17, "This code is not on the roll of this vote."),
        ("٣" * 17, "This is no code"),
        ("' OR 1=1 --", "This is no code"),
    ],
)
def test_forged_codes_are_refused_at_their_field(polled: Polled, voter: Voter, code: str, words: str) -> None:
    answer = voter.vote("N01", code=code, query="?lang=en")
    page = html.fromstring(answer.text)
    assert answer.status_code == 422
    assert words in said(answer)
    assert page.xpath("//input[@id='code']/@aria-invalid") == ["true"]
    assert page.xpath("//a[@href='#code']")
    assert checked(answer.text) == {"N01"}


def test_a_code_that_was_used_twenty_times_is_exhausted(polled: Polled, voter: Voter) -> None:
    code = polled.code()
    answers = [voter.vote(f"N{n:02}", code=code, query="?lang=en") for n in range(1, 22)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [409]
    assert "Your last ballot counts" in answers[-1].text


def test_a_page_with_mistakes_keeps_what_was_written(polled: Polled, voter: Voter) -> None:
    answer = voter.vote(code="nonsense", word='"><b>')
    page = html.fromstring(answer.text)
    assert page.xpath("//input[@id='word']/@value") == ['"><b>']
    assert page.xpath("//input[@id='code']/@value") == ["nonsense"]
    assert page.xpath("//details[@open]")


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("?lang=en", "", "en"),
        ("", "en-GB,en", "en"),
        ("", "zh-CN,en", "zh-CN"),
        ("?lang=xx", "", "zh-CN"),
    ],
)
def test_the_form_speaks_chinese_and_english(voter: Voter, query: str, accepted: str, language: str) -> None:
    answer = voter.client.get(f"/{query}", headers={"accept-language": accepted})
    assert html.fromstring(answer.text).get("lang") == language


class Balance(HTMLParser):
    """Counts what is open, strictly enough to notice a tag that a template forgot."""

    void = frozenset("meta link input br img".split())

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.void and tag != "path":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


def test_every_page_is_well_formed_and_has_one_heading_and_unique_ids(polled: Polled, voter: Voter) -> None:
    with polled.voter(script=False) as plain:
        answers = [voter.vote("N01"), voter.vote(), plain.vote("N01"), voter.client.get("/x")]
    pages = [voter.form().html, *(answer.text for answer in answers)]
    for text in pages:
        balance = Balance()
        balance.feed(text)
        page = html.fromstring(text)
        ids = page.xpath("//@id")
        assert balance.open == []
        assert len(page.xpath("//h1")) == 1
        assert len(ids) == len(set(ids))
        for reference in page.xpath("//@aria-describedby | //@for | //a/@href[starts-with(., '#')]"):
            for name in reference.removeprefix("#").split():
                assert name in ids


def test_no_page_carries_script_or_style_in_itself_and_all_headers_are_there(polled: Polled, voter: Voter) -> None:
    wrong = [voter.vote(), voter.client.get("/nothing"), voter.client.get("/vote")]
    for answer in (voter.client.get("/"), voter.vote("N01"), *wrong):
        page = html.fromstring(answer.text)
        assert page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == []
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_script_and_style_have_addresses_of_their_content(voter: Voter) -> None:
    page = html.fromstring(voter.form().html)
    for address in page.xpath("//link/@href | //script/@src"):
        answer = voter.client.get(f"/{address}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert voter.client.get(f"/{address.replace('static/', 'static/0')}").status_code == 404


def test_turnout_is_told_and_no_counts(voter: Voter) -> None:
    receipt(voter.vote("N01"))
    turnout = voter.client.get("/turnout").json()
    assert turnout.keys() == {"turnout"} and type(turnout["turnout"]) is int


def test_health_and_readiness_may_be_asked_from_the_static_page(voter: Voter) -> None:
    for path in ("/health", "/ready", "/turnout", "/seals.txt"):
        answer = voter.client.get(path, headers={"origin": "https://nuanwen.example"})
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in voter.client.get("/").headers


def test_the_cookie_is_for_this_host_alone(polled: Polled) -> None:
    with polled.voter() as voter:
        plain = voter.client.get("/").headers["set-cookie"]
    with polled.voter() as voter:
        secure = voter.client.get("/", headers={"x-forwarded-proto": "https"}).headers["set-cookie"]
    assert plain.startswith("ballot=") and "HttpOnly" in plain and "SameSite=lax" in plain
    assert secure.startswith("__Host-ballot=") and "Secure" in secure and "Path=/" in secure
