"""Which words can be written Vietnamese syllables: onset × rime × tone, by the rules of quốc ngữ.

This is spelling, not a dictionary: "ngoẵng" is possible whether or not it means anything, "fête" is not.
The lists are general knowledge of the orthography (mark: assumption); no figure of a report rests on them,
they only decide what a text written in an old encoding can have meant.
"""

import unicodedata
from functools import cache
from itertools import product

_ONSETS = (
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
    "qu", "r", "s", "t", "th", "tr", "v", "x",
)  # fmt: skip
# Rimes without tone; those that begin with i, e or ê are written after k, gh and ngh.
_RIMES = """
    a ai ao au ay am an ang anh ac ach ap at
    ăm ăn ăng ăc ăp ăt âu ây âm ân âng âc âp ât
    e eo em en eng ec ep et ê êu êm ên ênh êch êp êt
    i ia iu im in inh ich ip it iêu iêm iên iêng iêc iêp iêt
    o oi om on ong oc op ot oong ooc oa oai oao oay oam oan oang oanh oac oach oap oat
    oăm oăn oăng oăc oăt oe oeo oem oen oet ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt
    u ui um un ung uc up ut ua uôi uôm uôn uông uôc uôt uân uâng uât uây uê uênh uêch uơ
    uy uya uyu uyên uyêt uynh uych uyt uyp ư ưi ưu ưm ưng ưc ưt ưa ươu ươi ươm ươn ương ươc ươp ươt
    y yn ynh yt ych yêu yêm yên yêng yêt
""".split()  # noqa: SIM905 - a list to be read
_AFTER_QU = """
    a ai ao au ay am an ang anh ac ach ap at ăm ăn ăng ăc ăp ăt âu ây âm ân âng âc âp ât
    e eo em en eng et ê ên ênh êch êt i it ôc ơ ơi ơn ơt y yn ynh yt ych yên yêt
""".split()  # noqa: SIM905
_ONLY_AFTER_QU = frozenset(("yn", "ynh", "yt", "ych"))
_Y_ALONE_AFTER = frozenset(("", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v"))
_FRONT = "ieê"
_BEFORE_FRONT_ONLY = frozenset(("k", "gh", "ngh"))
# "gì", "giếng": the onset gi before a rime in i is written with one i, so g stands before i too.
_NOT_BEFORE = {"c": _FRONT, "ng": _FRONT, "g": "eê", "gi": "i"}
_NOT_BEFORE_I = frozenset(("c", "ng", "gi"))
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_STOP_TONES = ("\u0301", "\u0323")  # before c, ch, p, t a syllable is sharp or heavy
_FALLING_PAIRS = ("oa", "oe", "uy")
_VOWELS = frozenset("aăâeêioôơuưy")


def is_syllable(word: str) -> bool:
    """Whether a word can be one written Vietnamese syllable, in any case; NFC, no spaces.

    Both placements of the tone count on oa, oe and uy ("hoà", "hòa").

    >>> is_syllable("Nghiệp"), is_syllable("thuỷ"), is_syllable("häc"), is_syllable("fête")
    (True, True, False, False)
    """
    return word.lower() in syllables()


@cache
def syllables() -> frozenset[str]:
    """All possible syllables in lower case and NFC: about 17,000."""
    toneless = ((onset, rime) for onset, rime in product(_ONSETS, _RIMES) if _fits(onset, rime))
    return frozenset(
        onset + written
        for onset, rime in toneless
        for tone in _tones(rime)
        for written in _marked(rime, tone)
    )


def _fits(onset: str, rime: str) -> bool:
    """Whether the spelling rules put this onset before this rime."""
    if onset == "qu" or rime in _ONLY_AFTER_QU:
        return onset == "qu" and rime in _AFTER_QU
    if rime == "y":
        return onset in _Y_ALONE_AFTER
    if rime[0] == "y" or rime.startswith("iê"):
        return (onset == "") == (rime[0] == "y") and onset not in _NOT_BEFORE_I
    if onset in _BEFORE_FRONT_ONLY:
        return rime[0] in _FRONT
    return rime[0] not in _NOT_BEFORE.get(onset, "")


def _tones(rime: str) -> tuple[str, ...]:
    return _STOP_TONES if rime.endswith(("c", "ch", "p", "t")) else _TONES


def _marked(rime: str, tone: str) -> tuple[str, ...]:
    """The rime with its tone, in both placements where there are two."""
    places = {_tone_at(rime), 1} if rime in _FALLING_PAIRS else {_tone_at(rime)}
    return tuple(
        unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :]) for at in sorted(places)
    )


def _tone_at(rime: str) -> int:
    """Where the tone stands: on the marked letter, before a coda on the last vowel, else on the main one."""
    marked = [at for at, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return marked[-1] if rime[:2] == "ươ" else marked[0]
    vowels = sum(letter in _VOWELS for letter in rime)
    if vowels < len(rime):
        return vowels - 1
    return 1 if len(rime) > 2 else 0  # noqa: PLR2004 - "oai", "uya": the middle of three vowels
