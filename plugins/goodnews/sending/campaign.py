"""`send --listmonk`: an issue becomes a campaign in the newsroom's own listmonk, once, as a draft that waits there.

listmonk has the readers, asks them, sends, and takes them off. A campaign bears the name of the issue and of its words,
and is looked for by that name before one is added; so nothing is noted here.
"""

import email
import email.policy
import html
import os
import sys
from email.message import EmailMessage
from hashlib import sha256

from goodnews.language import _, counted
from goodnews.sending.command import check_leaving
from goodnews.sending.listmonk import TOKEN, Campaign, Denied, Listmonk, Lost
from goodnews.sending.outbox import Outbox, Unready
from goodnews.settings import Settings

_LEAVE = "{{ UnsubscribeURL }}"  # listmonk's own page, different for each reader


def hand_over(settings: Settings, issue: str, mail: bytes, dry: bool, again: bool) -> int:
    """Add an issue as a draft campaign, unless it is there, and read it back.

    mail     as `editions` printed it
    returns  0 if listmonk has it as it was handed over, else 1
    raises   Unready; Busy if another command sends; OSError
    """
    message = email.message_from_bytes(mail, policy=email.policy.default)
    campaign = campaign_of(settings, f"{issue} {sha256(mail).hexdigest()[:12]}", message)
    print(_("{issue}: {subject}").format(issue=issue, subject=message["Subject"]))
    monk = listmonk_of(settings)
    if dry:
        count = len(settings.goodnews.listmonk_lists)
        lists = counted("{count} list", "{count} lists", count)
        print(_("It would wait in listmonk for {lists}.").format(lists=lists))
        return 0
    try:
        with Outbox.of(settings).alone():
            return _handed_over(monk, campaign, issue, again)
    except Denied as error:
        print(error, file=sys.stderr)
    except Lost as error:
        words = _("listmonk gave no answer: {why}. Type the same again: the campaign is looked for first.")
        print(words.format(why=error), file=sys.stderr)
    return 1


def _handed_over(monk: Listmonk, campaign: Campaign, issue: str, again: bool) -> int:
    others = [place for place in monk.newest() if place.name.partition(" ")[0] == issue]
    here = next((place for place in others if place.name == campaign.name), None)
    if here:
        print(_("It is in listmonk already: {address} ({status}).").format(address=monk.page(here), status=here.status))
        return 0
    if others and not again:
        words = _(
            "{issue} has changed since it was handed to listmonk: {address} ({status}). Delete that campaign there "
            "if it has not been sent, and add --again."
        )
        raise Unready(words.format(issue=issue, address=monk.page(others[0]), status=others[0].status))
    added = monk.add(campaign)
    if monk.read(added) != (campaign.subject, campaign.html):
        words = _("It is in listmonk, but says something else there: look at {address} before you start it.")
        print(words.format(address=monk.page(added)), file=sys.stderr)
        return 1
    print(_("It waits in listmonk: look at it, and start it there: {address}").format(address=monk.page(added)))
    return 0


def campaign_of(settings: Settings, name: str, message: EmailMessage) -> Campaign:
    """What listmonk is given: the words as they stand, but its own way to leave in place of ours.

    name    by which it is found again
    raises  Unready if the mail has no place for that
    """
    own = settings.goodnews
    check_leaving(settings)
    parts = (message.get_body((kind,)) for kind in ("html", "plain"))
    whole, text = (part.get_content() if part else "" for part in parts)
    ours = own.mail_unsubscribe_url or f"mailto:{own.mail_unsubscribe}?subject=unsubscribe"
    whole = _LEAVE.join(map(_literal, whole.split(html.escape(ours))))
    text = _LEAVE.join(map(_literal, text.split(ours)))
    return Campaign(name, _literal(str(message["Subject"])), _literal(str(message["From"])), whole, text)


def _literal(text: str) -> str:
    """A text that listmonk prints as it stands: to it `{{` begins a program, and @TrackLink ends an address."""
    return '{{ "{{" }}'.join(part.replace("@TrackLink", '@{{ "" }}TrackLink') for part in text.split("{{"))


def listmonk_of(settings: Settings) -> Listmonk:
    """raises  Unready if a setting or the token is missing"""
    own, token = settings.goodnews, os.environ.get(TOKEN, "")
    for name in ("listmonk_url", "listmonk_user", "listmonk_lists"):
        if not getattr(own, name):
            raise Unready(_("{name} is not set; see docs/sending.md.").format(name=name))
    if not token:
        words = _("listmonk's token is missing. Put it into the variable {name} of the environment.")
        raise Unready(words.format(name=TOKEN))
    return Listmonk(own.listmonk_url, f"{own.listmonk_user}:{token}", own.listmonk_lists, own.listmonk_template)
