"""One spelling for matching: sources mix half- and full-width marks, odd blanks and four kinds of middle dot.

Every character keeps its place, so that what is found in a folded text is cut out of the text as its author wrote it.
"""

import re
import unicodedata

_PAIRS = {
    **dict(zip("“”„‟＂", '"' * 5, strict=True)),
    **dict(zip("・•‧∙⋅･", "·" * 6, strict=True)),
    **dict(zip("丨｜│∣ǀ", "|" * 5, strict=True)),
    **dict(zip("【〔［〖", "[" * 4, strict=True)),
    **dict(zip("】〕］〗", "]" * 4, strict=True)),
    **dict(zip("–—―－−‐‑", "-" * 7, strict=True)),
    "．": ".",
    # The words of the grammar as Hong Kong, Macau and Taiwan write them: 本報訊, 攝影, 責任編輯.
    **dict(
        zip(
            "報訊記員攝責編輯圖電題專聞綜來讀導審對評訪誌總會區縣省鎮鄉廠學園職勞動維權業關係進點擊連結",
            "报讯记员摄责编辑图电题专闻综来读导审对评访志总会区县省镇乡厂学园职劳动维权业关系进点击连结",
            strict=True,
        )
    ),
    "∶": ":",
    "︰": ":",
}


def _fold() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    table |= dict.fromkeys((160, 5760, *range(8192, 8203), 8239, 8287, 12288, 9), " ")
    table |= {ord(odd): plain for odd, plain in _PAIRS.items()}
    return table


_FOLD = _fold()
# What ends a sentence, with what may close after it.
ENDED = re.compile(r"(?:[。!?;…:]|\.{3,})[\"'」』)》\]]*\s*$")
HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇]"

DECOR = " #*■□◆◇◎●○★☆▲△▼▽►▶※▍▎▌▋█┃❖·•|-_=~[]<>《》「」()"  # what adorns a heading, folded
_RUN = re.compile("[\u3400-\u9fff]+")


def folded(text: str) -> str:
    """The same text for matching, character by character."""
    return text.translate(_FOLD)


def key(text: str) -> str:
    """Letters and digits alone: two headings are the same if their keys are."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def ended(text: str) -> bool:
    """Whether a paragraph ends as a sentence does."""
    return ENDED.search(folded(text[-20:])) is not None


def sentences(text: str) -> list[str]:
    """A paragraph cut after each sentence."""
    return [part for part in re.findall(r"[^。！？!?]*[。！？!?][”’」』）)]*|[^。！？!?]+$", text) if part.strip()]


def pairs(text: str) -> set[str]:
    """The pairs of Han characters that stand side by side: a text is told from others by those that it has alone."""
    return {run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)}
