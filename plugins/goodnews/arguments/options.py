"""What may be typed after each command."""

import argparse

from goodnews.arguments import values
from goodnews.arguments.parser import Parser
from goodnews.language import _


def _printing(parser: Parser) -> None:
    """The options of a command that prints the site."""
    parser.add_argument("--output", type=values.some, metavar=_("FOLDER"), help=_("another folder to print into"))
    parser.add_argument("--cache", type=values.some, metavar=_("FOLDER"), help=_("another cache folder"))
    drafts = _("show drafts and scheduled stories too, in a separate folder")
    parser.add_argument("--drafts", action="store_true", help=drafts)


def of_init(parser: Parser) -> None:
    parser.add_argument("folder", type=values.some, metavar=_("FOLDER"), help=_("a new folder: a-z, 0-9 and hyphens"))
    for name, what in (
        ("--name", _("the newsroom's name")),
        ("--url", _("the site's whole address, such as https://news.example")),
        ("--language", _("the language of the site: zh-CN or en; default the terminal's")),
        ("--zone", _("its time zone, such as Asia/Shanghai")),
        ("--sections", _("names of the sections with commas between them, the first one printed first")),
    ):
        parser.add_argument(name, metavar=_("TEXT"), help=what)
    for name, what in (
        ("--regions", _("whether stories name a region")),
        ("--campaigns", _("whether there are campaigns that return every year")),
        ("--vote", _("whether a vote of the year is held")),
    ):
        parser.add_argument(name, action=argparse.BooleanOptionalAction, help=what)


def of_build(parser: Parser) -> None:
    _printing(parser)
    parser.add_argument("--why", metavar=_("PAGE"), help=_("explain why this page of the output was printed or kept"))
    cards = _("draw the share cards as well that the settings leave for later")
    parser.add_argument("--cards", action="store_true", help=cards)
    parser.add_argument("--today", type=values.day, metavar="YYYY-MM-DD", help=_("build as on this day"))


def of_check(parser: Parser) -> None:
    formats = _("text, json, github (annotations) or sarif; default text")
    parser.add_argument("--format", type=values.check_format, default="text", metavar=_("FORMAT"), help=formats)
    since = _("advice on files that changed since this branch was left, and on no others")
    parser.add_argument("--since", type=values.some, metavar=_("BRANCH"), help=since)
    parser.add_argument("--fix", action="store_true", help=_("show what would be put in place of sure mistakes"))
    parser.add_argument("--yes", action="store_true", help=_("with --fix: write it"))


def of_report(parser: Parser) -> None:
    week = _("report on a week such as 2026-W06; without a name: this week")
    parser.add_argument("--week", type=values.week, nargs="?", const=True, metavar=_("WEEK"), help=week)
    forms = _("text, json, csv or html (a page with charts); default text")
    parser.add_argument("--format", type=values.report_format, default="text", metavar=_("FORMAT"), help=forms)
    parser.add_argument("--to", type=values.some, metavar=_("FILE"), help=_("write it to this file"))


def of_new(parser: Parser) -> None:
    parser.names_files = True
    kinds = ("story", "link", "digest", "top10", "page")
    parser.add_argument(
        "kind", nargs="?", metavar=_("KIND"), choices=kinds, help=_("story, link, digest, top10 or page")
    )
    parser.add_argument(
        "slug",
        nargs="?",
        type=values.code,
        default="",
        metavar=_("NAME"),
        help=_("the file's permanent name; for a digest its week, such as 2026-W06; for a top10 its year"),
    )
    parser.add_argument("--title", type=values.some, metavar=_("TITLE"), help=_("its title"))


def of_import(parser: Parser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar=_("FILE"), help=_("a page as it arrived: .txt .docx .html .eml .csv")
    )
    parser.add_argument(
        "--as",
        dest="profile",
        type=values.profile,
        metavar=_("KIND"),
        help=_("what kind of page it is; else it is recognised"),
    )
    parser.add_argument("--source", type=values.some, metavar=_("NAME"), help=_("the publication that it comes from"))
    parser.add_argument(
        "--date", type=values.day, metavar="YYYY-MM-DD", help=_("the day on which it was published there")
    )
    parser.add_argument(
        "--apply", type=values.numbers, default=(), metavar="1,3", help=_("the proposals to take, by their numbers")
    )


def of_fetch(parser: Parser) -> None:
    parser.add_argument("--dry-run", action="store_true", help=_("name the pictures, and fetch and write nothing"))


def of_editions(parser: Parser) -> None:
    parser.add_argument(
        "issue",
        nargs="?",
        type=values.code,
        default="",
        metavar=_("ISSUE"),
        help=_("name the files of this issue: its week, such as 2026-W06, or the year of an annual page"),
    )
    parser.add_argument("--cache", type=values.some, metavar=_("FOLDER"), help=_("another cache folder"))
    parser.add_argument("--today", type=values.day, metavar="YYYY-MM-DD", help=_("as on this day"))


def of_send(parser: Parser) -> None:
    parser.add_argument(
        "issue", nargs="?", type=values.code, default="", metavar=_("ISSUE"), help=_("its week or its year")
    )
    ways = parser.add_mutually_exclusive_group(required=True)
    ways.add_argument(
        "--to", type=values.some, metavar=_("FILE"), help=_("send it to these readers: an address on each line")
    )
    ways.add_argument("--test", type=values.some, metavar=_("ADDRESS"), help=_("send it to this address alone"))
    ways.add_argument("--wechat", action="store_true", help=_("put it into the draft box of the WeChat account"))
    campaign = _("add it to listmonk, as a campaign that waits there")
    ways.add_argument("--listmonk", action="store_true", help=campaign)
    ways.add_argument("--report", action="store_true", help=_("say who got it, as a table (CSV)"))
    ways.add_argument("--cancel", action="store_true", help=_("stop a command that is sending it, or waits to"))
    gone = _("never again write to those whom this file names: failures and requests as mails (mbox, eml), or a list")
    ways.add_argument("--left", type=values.some, metavar=_("FILE"), help=gone)
    parser.add_argument("--at", type=values.some, metavar=_("TIME"), help=_("with --to: begin at 'YYYY-MM-DD HH:MM'"))
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help=_("with --to, --wechat or --listmonk: say what would be done, and send nothing"),
    )
    parser.add_argument(
        "--again",
        action="store_true",
        help=_("also to those who may have it already; with --wechat or --listmonk: as a new draft"),
    )
    parser.add_argument("--yes", action="store_true", help=_("with --to: do not ask first"))


def of_publish(parser: Parser) -> None:
    parser.add_argument(
        "target",
        nargs="?",
        default="",
        metavar=_("TARGET"),
        help=_("a name from the settings, a folder, rsync:HOST:/FOLDER, git:REMOTE#BRANCH or s3://BUCKET"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--back", action="store_true", help=_("return to the publication before the last one"))


def of_preview(parser: Parser) -> None:
    _printing(parser)
    parser.add_argument(
        "--port", type=values.port, default=8000, metavar=_("PORT"), help=_("the port to listen on; default 8000")
    )
