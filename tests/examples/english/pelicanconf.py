"""Settings of the example newsroom in English: other words, another zone, the same theme and code."""

SITENAME = "The Lamp Post"
SITEURL = "https://lamp-post.example"
DEFAULT_LANG = "en"
TIMEZONE = "Atlantic/Azores"

PATH = "content"
OUTPUT_PATH = "../../../.cache/english"
CACHE_PATH = "../../../.cache/english-cache"
THEME = "../../../theme"
PLUGIN_PATHS = ["../../../plugins"]
PLUGINS = ["goodnews"]

GOODNEWS = {
    "slogan": "An example newsroom: every story in it is invented",
    "digest_name": "The week in brief",
    "top10_name": "Stories of the year",
    "datelines": ["Lamp Post"],
    "feed_authority": "lamp-post.example,2025",
}

ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
