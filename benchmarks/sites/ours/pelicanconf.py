"""Settings of the race's own site."""

SITENAME = "工会好消息"
SITEURL = "https://news.example.org"
DEFAULT_LANG = "zh-CN"
TIMEZONE = "Etc/GMT-8"  # eight hours ahead of UTC all year, as in the other sites

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = "theme"
PLUGINS = ["goodnews"]

GOODNEWS = {
    "feeds": ["all"],
    "feed_items": 50,
    "list_items": 50,
    "home_items": 50,
    "related_items": 0,
    "search": False,
    "share_cards": False,
}

ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
