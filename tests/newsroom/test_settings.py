"""Settings: GOODNEWS in pelicanconf.py, typed and checked."""

from typing import Any

import pytest

from goodnews.problem import ContentError
from goodnews.settings import FEEDS, Settings, settings_from

PATHS = {
    "SITENAME": "暖闻",
    "PATH": "/c",
    "OUTPUT_PATH": "/o",
    "CACHE_PATH": "/k",
    "THEME": "/t",
    "SITEURL": "https://nuanwen.example",
}


def of(goodnews: object = None, **pelican: Any) -> Settings:
    return settings_from({**PATHS, "GOODNEWS": {} if goodnews is None else goodnews, **pelican})


def told(goodnews: object = None, **pelican: Any) -> list[str]:
    with pytest.raises(ContentError) as error:
        of(goodnews, **pelican)
    return [str(problem) for problem in error.value.problems]


def test_every_setting_has_a_default():
    settings = settings_from(PATHS)
    assert settings.goodnews.list_items == 20
    assert settings.goodnews.feeds == FEEDS
    assert settings.goodnews.datelines == ("本报讯",)
    assert settings.zone == "UTC"
    assert settings.language == "zh-CN"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh-CN", ("一周速览", "年度暖新闻", ("本报讯",))),
        ("zh", ("一周速览", "年度暖新闻", ("本报讯",))),
        ("en", ("The week in brief", "Good news of the year", ("Staff report",))),
        ("en-GB", ("The week in brief", "Good news of the year", ("Staff report",))),
        ("fr", ("The week in brief", "Good news of the year", ("Staff report",))),
    ],
)
def test_names_that_are_left_open_are_in_the_sites_language(language: str, names: tuple[object, ...]):
    for left_open in ({}, {"digest_name": "", "top10_name": "", "datelines": []}):
        found = of(left_open, DEFAULT_LANG=language).goodnews
        assert (found.digest_name, found.top10_name, found.datelines) == names


def test_names_that_are_given_stay():
    found = of({"digest_name": "七天", "top10_name": "十条", "datelines": ["电"]}, DEFAULT_LANG="en").goodnews
    assert (found.digest_name, found.top10_name, found.datelines) == ("七天", "十条", ("电",))


def test_values_reach_their_places():
    settings = of({"list_items": 5, "datelines": ["本报讯", "新华社"]}, SITENAME="暖闻", TIMEZONE="Asia/Shanghai")
    assert (settings.name, settings.zone, settings.content, settings.output) == ("暖闻", "Asia/Shanghai", "/c", "/o")
    assert settings.goodnews.list_items == 5
    assert settings.goodnews.datelines == ("本报讯", "新华社")


def test_address_of_the_site_loses_the_slash_at_its_end():
    assert of(SITEURL="https://nuanwen.example/").url == "https://nuanwen.example"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("https://暖闻.中国", "https://xn--ylvy86h.xn--fiqs8s"),
        ("https://www.暖闻.中国:8443/新", None),
        ("https://例子.example/news", "https://xn--fsqu00a.example/news"),
    ],
)
def test_domain_in_other_letters_is_taken_as_the_net_knows_it(written: str, known: str | None):
    if known is None:
        assert "SITEURL: found 'https://www.暖闻.中国:8443/新'" in told(SITEURL=written)[0]
    else:
        assert of(SITEURL=written).url == known
        assert of({"vote_url": written, "contact": written}).goodnews.vote_url == known


def test_authority_in_other_letters_is_told_as_it_is_to_be_written():
    (line,) = told({"feed_authority": "暖闻.中国,2026"})
    assert line.endswith("Write the domain as xn--ylvy86h.xn--fiqs8s.")


@pytest.mark.parametrize("key", ["slogan", "datelines", "SITENAME"])
def test_text_that_cannot_be_printed_is_a_problem(key: str):
    bad = "甲\u202e乙"
    lines = told(SITENAME=bad) if key == "SITENAME" else told({key: [bad] if key == "datelines" else bad})
    assert lines[0].endswith("expected printable text. Delete what cannot be printed.")


def test_unknown_key_is_a_problem_with_the_nearest_known_one():
    assert told({"list_item": 5}) == [
        "pelicanconf.py:1: GOODNEWS['list_item']: found 'list_item', expected a known setting. "
        "Did you mean 'list_items'?"
    ]


def test_key_far_from_any_known_one_is_to_be_removed():
    assert told({"xyzzy": 5}) == [
        "pelicanconf.py:1: GOODNEWS['xyzzy']: found 'xyzzy', expected a known setting. "
        "Remove it; the settings are listed in docs/settings.md."
    ]


def test_key_that_is_no_text_is_a_problem():
    assert told({1: 5})[0].startswith("pelicanconf.py:1: GOODNEWS[1]: found '1', expected a known setting.")


@pytest.mark.parametrize("value", ["20", 20.0, True, None, [20]])
def test_number_of_a_wrong_type_is_a_problem(value: object):
    assert told({"list_items": value}) == [
        f"pelicanconf.py:1: GOODNEWS['list_items']: found '{value}', expected a whole number. "
        "Give it a value of that type."
    ]


def test_switch_of_a_wrong_type_is_a_problem():
    assert told({"search": 1}) == [
        "pelicanconf.py:1: GOODNEWS['search']: found '1', expected True or False. Give it a value of that type."
    ]


def test_text_of_a_wrong_type_is_a_problem():
    assert told({"slogan": 5}) == [
        "pelicanconf.py:1: GOODNEWS['slogan']: found '5', expected a text. Give it a value of that type."
    ]


@pytest.mark.parametrize("value", ["all", [1], {"all"}])
def test_list_of_a_wrong_type_is_a_problem(value: object):
    assert told({"feeds": value}) == [
        f"pelicanconf.py:1: GOODNEWS['feeds']: found '{value}', expected a list of texts. Give it a value of that type."
    ]


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("feed_items", 1, 500),
        ("list_items", 5, 200),
        ("home_items", 1, 100),
        ("related_items", 0, 20),
        ("highlights_most", 1, 20),
        ("title_most", 10, 200),
        ("summary_most", 50, 1000),
        ("long_title", 0, 200),
        ("workers", 0, 64),
    ],
)
def test_number_has_a_range(key: str, low: int, high: int):
    assert getattr(of({key: low}).goodnews, key) == low
    assert getattr(of({key: high}).goodnews, key) == high
    for value in (low - 1, high + 1):
        assert told({key: value}) == [
            f"pelicanconf.py:1: GOODNEWS['{key}']: found '{value}', expected a number from {low} to {high}. "
            "Choose a number in this range."
        ]


def test_unknown_family_of_feeds_is_a_problem():
    assert told({"feeds": ["all", "sections"]}) == [
        "pelicanconf.py:1: GOODNEWS['feeds']: found 'sections', "
        "expected some of all, digest, section, region, campaign, column, topic, top10. Did you mean 'section'?"
    ]


@pytest.mark.parametrize("key", ["report_url", "contact", "nominate_url"])
def test_address_that_readers_write_to_is_of_the_web_or_of_mail(key: str):
    for address in ("", "mailto:a@nuanwen.example", "https://nuanwen.example/write?to=desk"):
        assert getattr(of({key: address}).goodnews, key) == address


@pytest.mark.parametrize("key", ["report_url", "contact", "nominate_url"])
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "a@nuanwen.example", "http://nuanwen.example", "mailto:", "https://", "mailto:甲 乙@a.cn"],
)
def test_any_other_address_that_readers_write_to_is_a_problem(key: str, address: str):
    assert told({key: address}) == [
        f"pelicanconf.py:1: GOODNEWS['{key}']: found '{address}', expected https://… / mailto:…. "
        "Write a whole web address, or a mail address after mailto:."
    ]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "Asia", "../etc/passwd", "Asia/Shang\0hai", 8, None])
def test_zone_that_does_not_exist_is_a_problem(zone: object):
    (line,) = told(TIMEZONE=zone)
    assert line.startswith("pelicanconf.py:1: TIMEZONE: found '")
    assert line.endswith("', expected a zone such as Asia/Shanghai. See the names of the IANA time zones.")


@pytest.mark.parametrize("url", ["", "nuanwen.example", "ftp://nuanwen.example", "javascript:alert(1)"])
def test_address_of_the_site_without_scheme_is_a_problem(url: str):
    assert told(SITEURL=url) == [
        f"pelicanconf.py:1: SITEURL: found '{url}', expected https://…. "
        "Give the site's whole address; links inside it are relative, so a preview works with it as well."
    ]


def test_block_that_is_no_dictionary_is_a_problem():
    assert told(["list_items"]) == [
        "pelicanconf.py:1: GOODNEWS: found '['list_items']', expected a dictionary. Write GOODNEWS = {...}."
    ]


def test_deleting_the_output_first_is_refused():
    assert told(DELETE_OUTPUT_DIRECTORY=True) == [
        "pelicanconf.py:1: DELETE_OUTPUT_DIRECTORY: found 'True', expected False. "
        "The press removes old pages on its own, and keeps the last good output when a build fails."
    ]


def test_all_problems_of_the_settings_are_told_together():
    assert len(told({"list_item": 5, "workers": -1}, TIMEZONE="Mars", DELETE_OUTPUT_DIRECTORY=True)) == 4


def test_problems_are_told_under_the_name_of_the_settings_file():
    with pytest.raises(ContentError) as error:
        settings_from({**PATHS, "TIMEZONE": "Mars"}, "publishconf.py")
    assert error.value.problems[0].file == "publishconf.py"


def test_language_has_the_letters_of_its_tag():
    from goodnews.settings import language_tag

    assert [language_tag(tag) for tag in ("zh-cn", "zh_CN", "en", "zh-hans-cn")] == [
        "zh-CN",
        "zh-CN",
        "en",
        "zh-Hans-CN",
    ]


@pytest.mark.parametrize(("country", "language"), [("cn", "zh-CN"), ("CN", "zh-CN"), ("jp", "ja"), ("us", "en-US")])
def test_country_in_the_place_of_a_language_is_told_with_the_language(country: str, language: str):
    with pytest.raises(ContentError) as error:
        of({}, DEFAULT_LANG=country)
    (problem,) = error.value.problems
    assert str(problem).endswith(f"expected a language, not a country. Write '{language}'.")


def test_code_of_a_wechat_account_is_what_such_codes_say():
    assert of({"wechat_url": "https://weixin.qq.com/r/abc"}).goodnews.wechat_url == "https://weixin.qq.com/r/abc"
    (line,) = told({"wechat_url": "https://nuanwen.example/qr.png"})
    assert line == (
        "pelicanconf.py:1: GOODNEWS['wechat_url']: found 'https://nuanwen.example/qr.png', "
        "expected https://weixin.qq.com/r/…. Have a program read the account's QR code, and write what it says."
    )
    assert "GOODNEWS['email_url']" in told({"email_url": "desk"})[0]


@pytest.mark.parametrize(
    "api", ["https://api.weixin.qq.com", "https://proxy.nuanwen.example:8443/wx/", "http://127.0.0.1:8000"]
)
def test_a_secret_goes_only_where_it_is_encrypted_or_stays_on_this_machine(api: str):
    assert of({"wechat_api": api}).goodnews.wechat_api == api
    assert of({"listmonk_url": api}).goodnews.listmonk_url == api
    for bad in ("api.weixin.qq.com", api.replace("127.0.0.1", "api.nuanwen.example").replace("https", "http")):
        (line,) = told({"wechat_api": bad})
        assert "wechat_api" in line
        (line,) = told({"listmonk_url": bad})
        assert "listmonk_url" in line
    assert told({"wechat_api": ""})


def test_list_of_listmonk_is_named_by_its_number():
    assert of({"listmonk_lists": ["3"]}).goodnews.listmonk_lists == ("3",)
    (line,) = told({"listmonk_lists": ["all"]})
    assert "expected the id of a list, such as '3'" in line


@pytest.mark.parametrize(
    "repository", ["", "github.com/a/b", "http://github.com/a/b", "https://github.com/a", "https://github.com/a/b; *"]
)
def test_the_editor_of_a_site_needs_its_repository(repository: str):
    (problem,) = told({"admin": True, "admin_repo": repository})
    assert "admin_repo" in problem
    assert of({"admin": True, "admin_repo": "https://git.example.org:8443/group/sub/name"}).goodnews.admin
