"""Settings of the invented newspaper that the product's tests read: a small newsroom in Chinese, complete."""

SITENAME = "潮信"
SITEURL = "https://chaoxin.example"
DEFAULT_LANG = "zh-CN"
TIMEZONE = "Asia/Shanghai"

PATH = "content"
OUTPUT_PATH = "../../../.cache/harbour"
CACHE_PATH = "../../../.cache/harbour-cache"
THEME = "../../../theme"
PLUGIN_PATHS = ["../../../plugins"]
PLUGINS = ["goodnews"]

GOODNEWS = {
    "slogan": "一片不存在的群岛，一份只登好消息的报纸",
    "feed_authority": "chaoxin.example,2025",
}

ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
