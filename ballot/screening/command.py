"""`vote shortlist`: screen a year, offer the best, record what the editor decides, write the slate."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ballot import candidates, nominations, rules, stages
from ballot.candidates import Candidate
from ballot.commands import clock
from ballot.installation import PROGRAM, getting
from ballot.language import _, counted
from ballot.problem import Problem, Refused, Unfit, typed
from ballot.screening import chat, decision, embedding, lexical, likeness
from ballot.screening.decision import Decision
from ballot.screening.offer import Offer, agreements, offers_of
from ballot.screening.story import Story, read_year
from ballot.screening.verdict import FILE, Record, Verdict, hashed, latest
from ballot.stages import Stage
from ballot.vote import Folders

BEST = 25  # of each screener, unless there are rules that say otherwise
REVIEW = "review.yaml"


def screened_alike(
    record: Record, stories: Sequence[Story], name: str, model: str, alike: likeness.Matrix, repeated: float, day: str
) -> int:
    """Record the verdict of a screener by likeness on every story; if the year is unchanged, nothing is added.

    returns  how many verdicts are new
    """
    year = hashed("\0".join([model, *(f"{story.slug}\n{story.text}" for story in stories)]))
    answered = record.answered(name)
    scores, again = likeness.centrality(alike), likeness.repeated(alike, repeated)
    found = []
    for place, story in enumerate(stories):
        if (story.slug, year) in answered:
            continue
        near = "; ".join(f"{stories[other].slug} {value:.2f}" for other, value in likeness.nearest(alike[place], place))
        first = again[place]
        found.append(
            Verdict(
                story=story.slug,
                screener=name,
                asked=model,
                answered=model,
                prompt=year,
                raw=hashed(f"{scores[place]} {near}"),
                day=day,
                score=scores[place],
                reason=_nearest(near),
                like=stories[first].slug if first is not None else "",
            )
        )
    record.add(found)
    return len(found)


def _nearest(near: str) -> str:
    return f"nearest: {near}" if near else "like no other story"  # recorded, so the same in every language


def screened_by_chat(record: Record, stories: Sequence[Story], asked: chat.Chat, answers: Path, day: str) -> int:
    """Ask a chat model about every story it has not answered; each answer is on disk before the next is read.

    returns  how many stories remain without an answer
    raises   Refused if asking is pointless
    """
    answered = record.answered(asked.name)
    waiting = [story for story in stories if (story.slug, chat.prompt_of(story)) not in answered]
    left = len(waiting)
    refused = 0
    answers.mkdir(parents=True, exist_ok=True)

    def keep(raw: str) -> str:
        data = raw.encode("utf-8", "surrogatepass")
        name = hashed(data)
        (answers / f"{name}.txt").write_bytes(data)
        return name

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    why = ""
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bar = progress.add_task(asked.name, total=len(waiting))
        for verdicts, failed in chat.ask(asked, waiting, day, keep):
            record.add(verdicts)
            why = failed or why
            refused += sum(verdict.score is None for verdict in verdicts)
            left -= any(verdict.score is not None for verdict in verdicts)
            progress.advance(bar)
    if refused:
        told = counted(
            "{count} answer refused; {{file}} says why.", "{count} answers refused; {{file}} says why.", refused
        )
        print(told.format(file=FILE))
    if why:
        print(_("The last failure: {why}").format(why=why), file=sys.stderr)
    return left


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--embedding", action="store_true", help=_("screen by meaning too; needs no network"))
    parser.add_argument("--chat", metavar="URL", help=_("ask a chat model at this address, such as https://…/v1"))
    parser.add_argument("--model", default="", help=_("name of the model there; the key is read from OPENAI_API_KEY"))
    parser.add_argument("--jobs", type=int, default=8, help=_("questions sent at the same time"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--review", action="store_true", help=_("decide on the terminal, story by story"))
    how.add_argument("--decisions", metavar="FILE", type=Path, help=_("read the decisions from a completed file"))


def run(vote: Folders, options: argparse.Namespace) -> int:
    """returns  0, or 1 if a screener left stories without an answer; raises Refused"""
    stages.require(stages.stage_of(stages.read(vote.public)), vote.year, Stage.SHORTLIST)
    if options.chat and not options.model:
        raise Refused(_("Name the model too: --model NAME."))
    _extras(options)
    stories, problems = read_year(vote.public.parent.parent, vote.year)
    if not stories and not problems:
        folder = vote.public.parent.parent / "stories" / str(vote.year)
        problems = [Problem(str(folder), 1, "file", _("no story"), _("at least one"), _("Write one."))]
    if problems:
        raise Unfit(problems)
    day = clock.today(vote)
    stories = tuple(story for story in stories if story.day <= day)  # unpublished stories are not offered
    record = Record(vote.public / FILE)
    left = _screened(record, stories, vote.private, options, day)
    verdicts = latest(record.verdicts, (story.slug for story in stories))
    best = _best(vote)
    offers = offers_of(stories, verdicts, best, nominations.slugs(vote.public))
    told = _("{stories} stories of {year}; {offered} offered, the best {best} of every screener together.")
    print(told.format(stories=len(stories), year=vote.year, offered=len(offers), best=best))
    if named := sum(offer.nominated for offer in offers):
        print(counted("{count} of them was nominated.", "{count} of them were nominated.", named))
    for one, other, both, tau in agreements(verdicts):
        shown = _("not defined") if tau is None else f"{tau:+.2f}"
        told = _("Rank agreement of {one} and {other} over {both} stories: {tau} (Kendall's tau-b)")
        print(told.format(one=one, other=other, both=both, tau=shown))
    file = vote.public / decision.FILE
    if options.decisions:
        found = _from_file(options.decisions, stories, offers, day)
        print(
            counted("{count} decision written down.", "{count} decisions written down.", len(decision.add(file, found)))
        )
    elif options.review:
        for decided in decision.asked(offers, decision.standing(decision.read(file)), day, input, print):
            decision.add(file, [decided])
    _slate(vote, stories, offers)
    return 1 if left else 0


def offered(vote: Folders) -> list[Offer]:
    """The stories that the screeners offer and nobody has decided on. Raises Refused."""
    stories, problems = read_year(vote.public.parent.parent, vote.year)
    if problems:
        raise Unfit(problems)
    verdicts = latest(Record(vote.public / FILE).verdicts, (story.slug for story in stories))
    decided = decision.standing(decision.read(vote.public / decision.FILE))
    offers = offers_of(stories, verdicts, _best(vote), nominations.slugs(vote.public))
    return [offer for offer in offers if offer.story.slug not in decided]


def _best(vote: Folders) -> int:
    """Stories that each screener offers."""
    return rules.read(vote.public / rules.FILE, dated=False).best if (vote.public / rules.FILE).exists() else BEST


def _extras(options: argparse.Namespace) -> None:
    for wanted, module in ((options.embedding, embedding), (options.chat, chat)):
        if wanted and not module.available():
            raise Refused(
                _("This screener is an optional extra, which `{command}` installs.").format(
                    command=getting("screeners", f"{PROGRAM} vote")
                )
            )


def _screened(record: Record, stories: Sequence[Story], private: Path, options: argparse.Namespace, day: str) -> int:
    """returns  how many stories the chat model has not answered"""
    by_words = lexical.likeness(stories)
    screened_alike(record, stories, lexical.NAME, lexical.MODEL, by_words, lexical.REPEATED, day)
    if options.embedding:
        by_meaning = embedding.likeness(stories)
        screened_alike(record, stories, embedding.NAME, embedding.MODEL, by_meaning, embedding.REPEATED, day)
    if not options.chat:
        return 0
    asked = chat.Chat(options.chat, options.model, os.environ.get("OPENAI_API_KEY", ""), max(options.jobs, 1))
    left = screened_by_chat(record, stories, asked, private / "answers", day)
    if left:
        one, many = "{count} story has no answer; ", "{count} stories have no answer; "
        print(counted(one, many, left) + _("run the same command again to ask for them."))
    return left


def _from_file(path: Path, stories: Sequence[Story], offers: Sequence[Offer], day: str) -> list[Decision]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("{path} cannot be read: {why}").format(path=path, why=error)) from None
    found, problems = decision.from_form(text, str(path), stories, offers, day)
    if problems:
        raise Unfit(problems)
    return found


def _slate(vote: Folders, stories: Sequence[Story], offers: Sequence[Offer]) -> None:
    """Write the slate once all is decided; before that, the form for decisions."""
    decided = decision.standing(decision.read(vote.public / decision.FILE))
    left = [offer for offer in offers if offer.story.slug not in decided]
    if left:
        form = vote.private / REVIEW
        form.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        form.write_text(decision.form_of(offers, decided), "utf-8")
        print(_("{count} to decide: --review asks on the terminal; or fill in").format(count=len(left)), form)
        print(_("and give it back: {command}").format(command=typed(f"shortlist {vote.year} --decisions {form}")))
        return
    taken = [story for story in stories if story.slug in decided and decided[story.slug].decision == "accept"]
    slate = [
        Candidate(candidates.code_of(place), story.slug, story.title, story.region, story.summary)
        for place, story in enumerate(taken, start=1)
    ]
    if not slate:
        raise Refused(_("Every story was refused: there is no slate."))
    candidates.write(vote.public / candidates.FILE, vote.year, slate)
    told = counted("{count} candidate in {{file}}.", "{count} candidates in {{file}}.", len(slate))
    print(
        told.format(file=vote.public / candidates.FILE),
        _("Next: `{command}`").format(command=typed(f"freeze {vote.year}")),
    )
