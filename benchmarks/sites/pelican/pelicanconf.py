"""Settings of Pelican's own site in the race, as its documentation has them."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "plugins"))

SITENAME = "工会好消息"
SITEURL = "https://news.example.org"
DEFAULT_LANG = "zh-cn"
TIMEZONE = "Etc/GMT-8"  # eight hours ahead of UTC all year, as in the other sites

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = str(HERE / "theme")
THEME_STATIC_DIR = "static"
ARTICLE_PATHS = ["story"]
PAGE_PATHS: list[str] = []
STATIC_PATHS = ["images"]
PLUGINS = ["weeks"]

ARTICLE_URL = ARTICLE_SAVE_AS = "story/{date:%Y}/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "section/{slug}.html"
AUTHOR_SAVE_AS = TAG_SAVE_AS = CATEGORIES_SAVE_AS = AUTHORS_SAVE_AS = TAGS_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"category": 50, "province": 50}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}.html", "{base_name}/page/{number}.html"),
)
FORMATTED_FIELDS: list[str] = []
CHECK_MODIFIED_METHOD = "mtime"

FEED_RSS = "feed.xml"
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}

SECTIONS = [
    ("news", "工作动态"),
    ("ideas", "思想引领"),
    ("skills", "建功立业"),
    ("care", "维权服务"),
    ("relations", "构建和谐劳动关系"),
    ("organizing", "组织建设"),
]
PROVINCES = [
    ("beijing", "北京市"),
    ("tianjin", "天津市"),
    ("hebei", "河北省"),
    ("shanxi", "山西省"),
    ("neimenggu", "内蒙古自治区"),
    ("liaoning", "辽宁省"),
    ("jilin", "吉林省"),
    ("heilongjiang", "黑龙江省"),
    ("shanghai", "上海市"),
    ("jiangsu", "江苏省"),
    ("zhejiang", "浙江省"),
    ("anhui", "安徽省"),
    ("fujian", "福建省"),
    ("jiangxi", "江西省"),
    ("shandong", "山东省"),
    ("henan", "河南省"),
    ("hubei", "湖北省"),
    ("hunan", "湖南省"),
    ("guangdong", "广东省"),
    ("guangxi", "广西壮族自治区"),
    ("hainan", "海南省"),
    ("chongqing", "重庆市"),
    ("sichuan", "四川省"),
    ("guizhou", "贵州省"),
    ("yunnan", "云南省"),
    ("xizang", "西藏自治区"),
    ("shaanxi", "陕西省"),
    ("gansu", "甘肃省"),
    ("qinghai", "青海省"),
    ("ningxia", "宁夏回族自治区"),
    ("xinjiang", "新疆维吾尔自治区"),
    ("bingtuan", "新疆生产建设兵团"),
    ("taiwan", "台湾省"),
    ("hongkong", "香港特别行政区"),
    ("macao", "澳门特别行政区"),
]
