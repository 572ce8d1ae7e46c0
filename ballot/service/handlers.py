"""The handlers: a voter's request in, a page out, with the help of tokens, limiter, challenges, sheet and writer."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from ballot import codes
from ballot.cast import Cast, Outcome, Verdict
from ballot.database import Away
from ballot.leaf import Group, receipt_of, signature_of
from ballot.service import limiter, page, tokens
from ballot.service.challenge import Challenges, Unproved
from ballot.service.clock import Clock
from ballot.service.limiter import Limiter
from ballot.service.page import (
    FormPage,
    Language,
    Option,
    Page,
    Printer,
    ReceiptPage,
    SentPage,
    Site,
    WordPage,
    language_of,
    say_of,
)
from ballot.service.poll import Poll
from ballot.service.sheet import FORM, LARGEST, Garbled, Mistake, Say, Sheet, mistakes, sheet_from
from ballot.service.tokens import Tokens
from ballot.service.writer import Full, Writer
from ballot.web import drawn

SLOW = 10.0  # seconds in which a body must arrive
PATIENCE = 10.0  # seconds that a voter waits for the box before being asked to send again
RETRY = 5  # seconds after which a retry may help


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request."""

    status: int
    page: Page
    retry: int = 0  # seconds, sent as Retry-After


class Ended(Exception):
    """The request ends here, with this answer."""

    def __init__(self, status: int, page: Page, retry: int = 0) -> None:
        self.answer = Answer(status, page, retry)


class Failed(Ended):
    """What was sent is not a ballot. An address may send many ballots, but not many failures."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent the request; none of this is stored."""

    voter: str  # name in the cookie; a new one if the browser sent none
    known: bool  # whether the browser sent the cookie
    address: str
    language: Language
    say: Say
    voted: bool  # whether this browser has sent a ballot before


class Handlers:
    def __init__(self, poll: Poll, writer: Writer, clock: Clock, assets: Mapping[str, str], site: str) -> None:
        self._poll, self._writer, self._clock = poll, writer, clock
        self._printer = Printer(poll.rules, assets)
        self._site = Site(site, poll.rules.year)
        self._prepared: tuple[Mapping[str, str], dict[str, tuple[Option, Option]]] | None = None
        self._tokens: Tokens = tokens.tokens(poll.keys.cookie)
        self._challenges = Challenges(poll.keys.cookie)
        self._limiter = Limiter()
        self._codes = poll.codes

    @property
    def _options(self) -> dict[str, tuple[Option, Option]]:
        """The candidates, as far as they were withdrawn by now."""
        withdrawn = self._writer.snapshot.withdrawn
        if self._prepared is None or self._prepared[0] != withdrawn:
            self._prepared = withdrawn, page.prepared(self._poll.candidates, self._site, withdrawn)
        return self._prepared[1]

    @property
    def closes(self) -> datetime:
        """UTC; the box also knows prolongations made after the service started."""
        state = self._writer.snapshot.state
        return datetime.fromtimestamp(state.closes, UTC) if state else self._poll.closes

    async def form(self, request: Request) -> Response:
        """The empty form, or when there will be one. Its address never contains a code: see ballot.js."""
        visitor = self._visitor(request)
        seconds = self._limiter.wait(limiter.FORMS, visitor.address)
        page = self._not_now(visitor.say) or self._form(visitor, Sheet())
        answer = Answer(200, page) if not seconds else self._wait(seconds, visitor)
        return self._response(request, visitor, answer)

    async def cast(self, request: Request) -> Response:
        """Take a ballot."""
        visitor = self._visitor(request)
        try:
            answer = await self._cast(request, visitor)
        except Failed as failed:
            answer = failed.answer
            if seconds := self._limiter.wait(limiter.FAILURES, visitor.address):
                shown = answer.page
                answer = self._wait(seconds, visitor, shown.sheet if isinstance(shown, FormPage) else None)
        except Ended as early:
            answer = early.answer
        return self._response(request, visitor, answer)

    async def lost(self, request: Request, error: Exception) -> Response:
        """An address that does not exist, or a method it does not accept."""
        visitor, status = self._visitor(request), getattr(error, "status_code", 404)
        text = visitor.say("The form is at the beginning.")
        answer = Answer(status, WordPage(visitor.say("There is nothing here"), text))
        return self._response(request, visitor, answer)

    async def fault(self, request: Request) -> Response:
        """An error on our side: nothing was acknowledged."""
        visitor = self._visitor(request)
        text = visitor.say("Your ballot was not taken. Please go back and send it again.")
        return self._response(request, visitor, Answer(500, WordPage(visitor.say("Something went wrong here"), text)))

    async def _cast(self, request: Request, visitor: Visitor) -> Answer:
        at, now, say = self._clock.arrival(self._poll.opens.timestamp()), self._clock.steady(), visitor.say
        _from_here(request, say)
        sheet = await _sheet(request, say)
        gone = self._writer.snapshot.withdrawn
        wrong = mistakes(sheet, self._poll.rules, self._codes, gone, self._poll.roll, say)
        group = self._group(sheet)
        if group == "members" and not any(mistake.field == "code" for mistake in wrong):
            # A valid code (80 random bits) is enough: no cookie, and no limit for its network.
            form = self._name_of_any(sheet, visitor, now)
            if wrong:
                raise Ended(422, self._form(visitor, sheet, wrong))
        else:
            form = self._form_name(sheet, visitor, now)
            if group is None and not wrong:
                text = say("In this vote the browser must run JavaScript, or a code is needed.")
                wrong = [Mistake("picks", text)]
            if wrong or group is None:
                raise Failed(422, self._form(visitor, sheet, wrong))
        credential = codes.spent_hash(codes.normal(sheet.code) or "") if group == "members" else visitor.voter
        ballot = self._poll.cast(group, credential, sheet.picks, sheet.word, form, at)
        if group == "open":
            ballot = replace(ballot, proof=self._proof(sheet, form, visitor, now))
        elif group == "plain":
            if seconds := self._limiter.wait(limiter.PLAIN, visitor.address):
                return self._wait(seconds, visitor, sheet)
            if not self._tokens.confirms(sheet.confirmed, ballot.form):
                return Answer(200, self._confirm(sheet, self._tokens.confirmation(ballot.form), say))
        return self._answer(await self._outcome(ballot, sheet, say), sheet, visitor)

    async def _outcome(self, ballot: Cast, sheet: Sheet, say: Say) -> Outcome:
        try:
            return await self._writer.cast(ballot, PATIENCE)
        except (Full, Away, TimeoutError):
            text = say(
                "Too many are voting at this moment, so your ballot could not be confirmed. Wait a few seconds and "
                "press the button: it is never counted twice."
            )
            again = self._again(say("Please send it again"), text, sheet, say)
            raise Ended(503, again, RETRY) from None

    def _answer(self, outcome: Outcome, sheet: Sheet, visitor: Visitor) -> Answer:
        say, verdict = visitor.say, outcome.verdict
        if verdict in (Verdict.TAKEN, Verdict.AGAIN):
            receipt = receipt_of(outcome.leaf)
            signature = signature_of(outcome.leaf, self._poll.keys.signing)
            chosen = page.picked(self._options, sheet)
            qr = "" if sheet.script else drawn(receipt.replace("-", ""))[0]
            word, back = bool(sheet.word), self._site.vote
            return Answer(200, ReceiptPage(chosen, receipt, signature, qr, word, outcome.earlier > 0, back))
        if verdict is Verdict.LATE:
            return Answer(410, self._over(say))
        if verdict is Verdict.EARLY:
            return Answer(403, self._ahead(say))
        if verdict is Verdict.EXHAUSTED:
            text = say("You have reached the limit of changes. Your last ballot counts.")
            return Answer(409, WordPage(say("No more changes"), text))
        if verdict is Verdict.REPLACED:
            text = say("You sent this form before, and another one after it: that later ballot counts, not this one.")
            return Answer(409, self._form(visitor, sheet, [Mistake("picks", text)]))
        text = say("This form was already used for a ballot. If you meant to change it, send it once more.")
        return Answer(409, self._form(visitor, sheet, [Mistake("picks", text)]))

    def _form_name(self, sheet: Sheet, visitor: Visitor, now: float) -> str:
        """The name of the form a sheet came in: one that this browser was given recently."""
        say = visitor.say
        if not visitor.known:
            text = say("Your browser kept no cookie of this page. Please allow cookies here and send it once more.")
            raise Failed(403, self._form(visitor, sheet, [Mistake("picks", text)]))
        try:
            return self._tokens.form_of(sheet.token, visitor.voter, now)
        except tokens.Bad:
            text = say("This form was open too long, or is not yours. Your choices are still here: send them again.")
            raise Failed(403, self._form(visitor, sheet, [Mistake("picks", text)])) from None

    def _name_of_any(self, sheet: Sheet, visitor: Visitor, now: float) -> str:
        """The name of the form for a sheet with a valid code, from any browser, with or without our token.

        A retry of the same form must be recognised: whatever is in the token field names it.
        """
        try:
            return self._tokens.form_of(sheet.token, visitor.voter, now)
        except tokens.Bad:
            return sha256(sheet.token.encode()).hexdigest() if sheet.token else tokens.new_voter()

    def _group(self, sheet: Sheet) -> Group | None:
        groups = self._poll.rules.groups
        if sheet.code:
            return "members"
        if sheet.proof and "open" in groups:
            return "open"
        return "plain" if "plain" in groups else None

    def _proof(self, sheet: Sheet, form: str, visitor: Visitor, now: float) -> str:
        try:
            return self._challenges.nonce(sheet.proof, form, now)
        except Unproved:
            text = visitor.say(
                "The check of your browser did not succeed. Your choices are still here: send them again."
            )
            raise Failed(422, self._form(visitor, sheet, [Mistake("picks", text)])) from None

    def _form(self, visitor: Visitor, sheet: Sheet, wrong: list[Mistake] | None = None) -> FormPage:
        name, token = self._tokens.form(visitor.voter, self._clock.steady())
        proof = "open" in self._poll.rules.groups
        return FormPage(
            options=page.options(self._options, sheet, visitor.voter),
            sheet=sheet,
            mistakes=tuple(wrong or ()),
            token=token,
            challenge=self._challenges.make(name, self._clock.steady()) if proof else "",
            turnout=sum(self._writer.snapshot.turnout.values()),
            voted=visitor.voted,
        )

    def _not_now(self, say: Say) -> WordPage | None:
        opens, state = self._poll.opens.timestamp(), self._writer.snapshot.state
        now = self._clock.arrival(opens)
        if (state and state.closed) or now >= self.closes.timestamp():
            return self._over(say)
        return self._ahead(say) if now < opens else None

    def _over(self, say: Say) -> WordPage:
        text = say("It closed at {instant}. Ballots that come later are not counted.")
        return WordPage(
            say("The vote is closed"), text.format(instant=page.instant(self.closes, self._poll.rules.zone, say))
        )

    def _ahead(self, say: Say) -> WordPage:
        text = say("It opens at {instant}.")
        at = page.instant(self._poll.opens, self._poll.rules.zone, say)
        return WordPage(say("The vote is not open yet"), text.format(instant=at))

    def _confirm(self, sheet: Sheet, confirmation: str, say: Say) -> SentPage:
        chosen = page.picked(self._options, sheet)
        text = say("Your ballot has not been sent yet. You chose {count}:").format(count=len(chosen))
        button = say("Yes, cast the ballot")
        return SentPage(say("Confirm your choices"), text, button, chosen, sheet, confirmation)

    def _again(self, title: str, text: str, sheet: Sheet, say: Say) -> SentPage:
        chosen = page.picked(self._options, sheet)
        return SentPage(title, text, say("Send again"), chosen, sheet, "")

    def _wait(self, seconds: int, visitor: Visitor, sheet: Sheet | None = None) -> Answer:
        """Ask to wait, with a page that keeps what was picked and sends it again."""
        say = visitor.say
        title = say("A moment, please")
        text = say("Many requests come from your network. Please try again in {seconds} seconds.")
        text = text.format(seconds=seconds)
        return Answer(429, self._again(title, text, sheet, say) if sheet else WordPage(title, text), seconds)

    def _visitor(self, request: Request) -> Visitor:
        language = language_of(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
        address = request.client.host if request.client else ""
        try:
            voter, known = self._tokens.voter(request.cookies.get(_cookie_name(request, "ballot"), "")), True
        except tokens.Bad:
            voter, known = tokens.new_voter(), False
        return Visitor(
            voter, known, address, language, say_of(language), _cookie_name(request, "voted") in request.cookies
        )

    def _response(self, request: Request, visitor: Visitor, answer: Answer) -> Response:
        body = self._printer.html(answer.page, visitor.language, self.closes)
        response = Response(body, answer.status, media_type="text/html")
        if answer.retry:
            response.headers["retry-after"] = str(answer.retry)
        if not visitor.known and isinstance(answer.page, FormPage):
            _set_cookie(request, response, "ballot", self._tokens.cookie(visitor.voter))
        if not visitor.voted and isinstance(answer.page, ReceiptPage):
            _set_cookie(request, response, "voted", "1")
        return response


def _cookie_name(request: Request, name: str) -> str:
    """Over https a name that only this host can set, so that a neighbouring site cannot plant its own cookie."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def _set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(_cookie_name(request, name), value, 90 * 86400, secure=secure, httponly=True, samesite="lax")


def _from_here(request: Request, say: Say) -> None:
    """Refuse what another site sends in a visitor's name. For old browsers without these headers the token does it."""
    if not _is_own(request.headers.get("origin"), request.headers.get("sec-fetch-site"), request.headers.get("host")):
        text = say("This ballot was sent from another site. Please open the form here and vote in it.")
        raise Failed(403, WordPage(say("Not from this page"), text))


def _is_own(origin: str | None, site: str | None, host: str | None) -> bool:
    """Whether a request comes from one of our pages, according to its browser."""
    if site not in (None, "same-origin", "none"):
        return False
    if origin == "null":  # a browser that hides its origin may still say same-origin
        return site == "same-origin"
    try:
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False


async def _sheet(request: Request, say: Say) -> Sheet:
    """Read the body: small, in time, and of the right type."""
    sorry = say("This was not sent by our form")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise Failed(415, WordPage(sorry, say("Please open the form and vote in it.")))
    large = Failed(413, WordPage(sorry, say("It was too large for a ballot.")))
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > LARGEST:
        raise large
    body = bytearray()
    try:
        async with asyncio.timeout(SLOW):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise large
        return sheet_from(bytes(body))
    except TimeoutError:
        text = say("Your ballot arrived too slowly and was not taken. Please send it again.")
        raise Failed(408, WordPage(say("The connection was too slow"), text)) from None
    except (Garbled, ClientDisconnect):
        raise Failed(400, WordPage(sorry, say("Please open the form and vote in it."))) from None
