"""Settings of the site. Ours stand in GOODNEWS; what each means and may be: docs/settings.md."""

SITENAME = "暖闻"
SITEURL = "https://nuanwen.example"
DEFAULT_LANG = "zh-CN"
TIMEZONE = "Asia/Shanghai"

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["goodnews"]

GOODNEWS = {
    "slogan": "工会里的好消息，每周一读",
    "digest_name": "一周速览",
    "top10_name": "年度暖新闻",
    "datelines": ["本报讯"],
    "feed_authority": "nuanwen.example,2025",
}

# Stories, standing pages, pictures and the theme's files are the newsroom's: Pelican's own generators rest.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
