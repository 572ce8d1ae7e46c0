"""The ballot in a real Chromium: from the form to the receipt, with a script and without, on phone and room."""

from collections.abc import Iterator
from random import Random

import pytest
from playwright.sync_api import Browser, Page

from ballot.crockford import ALPHABET
from ballot.web import drawn
from tests.ballot.polling import Polled, polled
from tests.browser.browsing import DESK, PHONE, Reader, axe, overflow

SMALL = 320


@pytest.fixture(scope="module")
def open_vote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Polled]:
    with polled(tmp_path_factory.mktemp("vote"), members=5) as found:
        yield found
        assert found.service.faults() == []


@pytest.fixture
def voter(browser: Browser, open_vote: Polled) -> Iterator[Reader]:
    """A reader of the service; a page with mistakes is a 422, which Chromium's console calls an error."""
    reader = Reader(browser, open_vote.service.address)
    yield reader
    reader.leave()
    assert [fault for fault in reader.faults if "422" not in fault] == []


def cast(page: Page) -> None:
    page.locator("button").click()


def receipt(page: Page) -> str:
    return page.locator(".number").inner_text()


@pytest.mark.parametrize(
    ("width", "dark"),
    [(SMALL, False), (PHONE, True), (DESK, False)]
    + [pytest.param(*pair, marks=pytest.mark.nightly) for pair in ((SMALL, True), (PHONE, False), (DESK, True))],
)
def test_axe_has_nothing_to_say_from_form_to_receipt(voter: Reader, width: int, dark: bool) -> None:
    page = voter.open("", width, dark)
    assert (axe(page), overflow(page)) == ([], [])
    cast(page)
    page.get_by_role("alert").wait_for()
    assert (axe(page), overflow(page)) == ([], [])
    page.get_by_label("N03").check()
    cast(page)
    page.locator(".receipt").wait_for()
    assert (axe(page), overflow(page)) == ([], [])


@pytest.mark.parametrize("width", [SMALL, DESK])
def test_the_page_that_confirms_is_clean_too(voter: Reader, width: int) -> None:
    page = voter.open("", width)
    page.locator("#ballot").evaluate("form => { form.dataset.challenge = '' }")  # axe itself is a script
    page.get_by_label("N03").check()
    cast(page)
    page.get_by_role("heading", name="请确认您的选择").wait_for()
    assert (axe(page), overflow(page)) == ([], [])


def test_a_ballot_with_a_script_proves_its_work_and_needs_one_page(voter: Reader, open_vote: Polled) -> None:
    page = voter.open("", PHONE)
    page.get_by_label("N03").check()
    page.get_by_label("N11").check()
    assert page.get_by_role("status").inner_text() == "已选2条，最多10条"
    cast(page)
    page.locator(".receipt").wait_for()
    entry = open_vote.entry(receipt(page))
    assert (entry.ballot.group, entry.ballot.choices) == ("open", ("N03", "N11"))


def test_a_ballot_without_a_script_is_confirmed(voter: Reader, open_vote: Polled) -> None:
    page = voter.open("", PHONE, script=False)
    page.get_by_label("N03").check()
    cast(page)
    page.get_by_role("heading", name="请确认您的选择").wait_for()
    cast(page)
    page.locator(".receipt").wait_for()
    assert open_vote.entry(receipt(page)).ballot.group == "plain"


def test_a_browser_that_shuts_its_storage_votes_all_the_same(voter: Reader, open_vote: Polled) -> None:
    page = voter.window(DESK)
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    )
    voter.go(page, "")
    page.get_by_label("N03").check()
    cast(page)
    page.locator(".receipt").wait_for()
    assert open_vote.entry(receipt(page)).ballot.group == "open"


def test_after_stop_the_ballot_can_be_sent_again(voter: Reader, open_vote: Polled) -> None:
    page = voter.open("", DESK)
    page.route("**/vote*", lambda route: route.fulfill(status=204))  # as Stop does, it leaves the page where it is
    page.get_by_label("N03").check()
    with page.expect_request("**/vote*"):
        cast(page)
    page.locator("button:not([aria-disabled])").wait_for()
    page.unroute("**/vote*")
    cast(page)
    page.locator(".receipt").wait_for()
    assert open_vote.entry(receipt(page)).ballot.choices == ("N03",)


def test_a_member_votes_by_keyboard_alone(voter: Reader, open_vote: Polled) -> None:
    page = voter.open("?lang=en", DESK)
    page.locator("#N05").focus()
    page.keyboard.press("Space")
    page.get_by_label("Member’s code").focus()
    page.keyboard.type(open_vote.code())
    page.keyboard.press("Enter")
    page.locator(".receipt").wait_for()
    assert open_vote.entry(receipt(page)).ballot.group == "members"


def test_the_whole_row_picks(voter: Reader) -> None:
    page = voter.open("", PHONE)
    page.locator(".option", has=page.locator("#N05")).click()
    assert page.locator("#N05").is_checked()


def test_mistakes_get_the_focus_and_lead_to_their_field(voter: Reader) -> None:
    page = voter.open("?lang=en", PHONE)
    page.get_by_label("Member’s code").fill("nonsense")
    cast(page)
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.activeElement.id") == "mistakes"
    page.get_by_role("alert").get_by_role("link").last.click()
    assert page.evaluate("document.activeElement.id") == "code"


def test_picks_are_there_after_a_reload_and_gone_after_the_receipt(voter: Reader) -> None:
    page = voter.open("", PHONE)
    page.get_by_label("N03").check()
    page.reload()
    assert page.get_by_label("N03").is_checked()
    cast(page)
    page.locator(".receipt").wait_for()
    voter.go(page, "")
    assert page.get_by_role("status").inner_text() == "已选0条，最多10条"


def test_eleven_picks_are_told_while_picking(voter: Reader) -> None:
    page = voter.open("?lang=en", PHONE)
    for box in page.locator("[name=pick]").all()[:11]:
        box.check()
    assert page.get_by_role("status").inner_text() == "11 chosen: at most 10"


def test_what_a_link_brings_is_picked_and_reaches_no_server(voter: Reader, open_vote: Polled) -> None:
    code = open_vote.code()
    page = voter.open(f"#code={code}&picks=N03.N07.N99", PHONE)
    assert page.get_by_label("N03").is_checked() and page.get_by_label("N07").is_checked()
    assert page.locator("#code").input_value() == code
    assert "#" not in page.url, "nor does it stay in the address, for the next one who looks at this screen"
    cast(page)
    page.locator(".receipt").wait_for()
    entry = open_vote.entry(receipt(page))
    assert (entry.ballot.group, entry.ballot.choices) == ("members", ("N03", "N07"))
    assert not any(code in address for address in voter.requests if "#" not in address)


def test_a_link_to_another_ballot_changes_the_picks_of_an_open_form(voter: Reader) -> None:
    page = voter.open("#picks=N03", PHONE)
    page.evaluate("location.hash = 'picks=N05.N06'")
    page.locator("#N05:checked").wait_for()
    assert not page.get_by_label("N03").is_checked()


def test_the_way_back_from_a_page_that_asks_again_brings_the_picks(voter: Reader) -> None:
    page = voter.open("?lang=en", PHONE)
    page.locator("#ballot").evaluate("form => { form.dataset.challenge = '' }")
    page.get_by_label("N03").check()
    cast(page)
    page.get_by_role("heading", name="Confirm your choices").wait_for()
    page.evaluate("sessionStorage.clear()")
    page.get_by_role("link", name="Back to the form").click()
    page.locator("#N03:checked").wait_for()


def test_the_script_draws_the_receipt_as_the_service_does(voter: Reader) -> None:
    page = voter.open("", PHONE)
    page.get_by_label("N03").check()
    cast(page)
    page.locator(".receipt").wait_for()
    dice = Random(7)
    letters = ["".join(dice.choices(ALPHABET, k=20)) for _ in range(50)]
    letters.append(receipt(page).replace("-", ""))
    assert page.locator("#qr").get_attribute("d") == drawn(letters[-1])[0]
    assert page.evaluate("letters => letters.map(drawn)", letters) == [drawn(each)[0] for each in letters]


def test_each_story_has_its_link_and_the_receipt_the_way_back(voter: Reader) -> None:
    page = voter.open("?lang=en", PHONE)
    link = page.locator(".option", has=page.locator("#N05")).get_by_role("link")
    assert link.get_attribute("href") == "https://nuanwen.example/story/2026/story-n05.html"
    assert link.get_attribute("target") == "_blank", "the ballot stays where it is"
    page.get_by_label("N03").check()
    cast(page)
    page.locator(".receipt").wait_for()
    back = page.get_by_role("link", name="Back to the news site")
    assert back.get_attribute("href") == "https://nuanwen.example/top10/2026-vote.html"
