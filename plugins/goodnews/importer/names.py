"""Names of people, told by their form: a surname, and as many characters as names have."""

import re
from collections.abc import Iterable

from goodnews.importer.matching import HAN

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳"
    "翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司"
    "卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
    "官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦"
    "戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "税敏宝么甫缐双雒竺操问过赖游巢阙谯卞仰仉仵佴佘侴俱倍偰党全公冮冼郏郇郎郐郓郗郜郤郯邴邸尕"
)  # fmt: skip
_COMPOUND = (
    "欧阳 上官 皇甫 司马 诸葛 令狐 尉迟 长孙 慕容 司徒 夏侯 东方 南宫 公孙 端木 "
    "闻人 完颜 呼延 独孤 宇文 钟离 轩辕 澹台 申屠 太史 淳于 濮阳 公冶 拓跋 赫连"
).split()
STEMS = tuple("甲乙丙丁戊己庚辛壬癸")  # somebody, where no name is to be printed


def is_name(word: str, sure: bool = False) -> bool:
    """Whether a word is a person's name by its form.

    sure  whether it must begin with a surname: nothing sets it apart from the words around it
    """
    if "·" in word:
        parts = word.split("·")
        return all(re.fullmatch(rf"{HAN}{{1,8}}|[A-Z][a-z]*\.?", part) for part in parts) and len(word) >= 3
    if word in STEMS and word:
        return True
    if not re.fullmatch(rf"{HAN}{{2,4}}", word):
        return False
    return has_surname(word) or not sure


def has_surname(word: str) -> bool:
    """Whether a word of Han characters begins as names do, and is as long as they are."""
    if word[:2] in _COMPOUND:
        return 3 <= len(word) <= 4
    double = len(word) == 4 and word[1] in _SURNAMES  # 张王小明
    return word[0] in _SURNAMES and (len(word) in (2, 3) or double)


def unglued(word: str) -> list[str] | None:
    """The names that a run of Han characters can be cut into, if there is one best way."""
    if not re.fullmatch(rf"{HAN}{{5,12}}", word):
        return None
    ways = [way for way in _cuts(word) if way]
    if not ways:
        return None
    ways.sort(key=lambda way: (len(way), -sum(len(name) == 3 for name in way)))
    return ways[0]


def _cuts(word: str) -> Iterable[list[str]]:
    if not word:
        yield []
    for length in (3, 2, 4):
        if len(word) >= length and has_surname(word[:length]):
            for rest in _cuts(word[length:]):
                yield [word[:length], *rest]
