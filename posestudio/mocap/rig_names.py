"""The meaning of a joint's name: its side, the part of the body that begins there, or that it is a helper.

Names are split into words wherever case, digits or separators allow, and words that are written together
are split by the vocabulary below. What a whole rig's names begin or end with is left out.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_SIDES: dict[str, tuple[str, ...]] = {
    "left": ("left", "l", "lft", "lf", "lt", "links", "hidari", "izquierda", "izq", "gauche", "zuo", "左"),
    "right": ("right", "r", "rgt", "rt", "rechts", "migi", "derecha", "der", "droite", "you", "右"),
}
_SIDE_OF = {word: side for side, words in _SIDES.items() for word in words}

_PARTS: dict[str, dict[str, float]] = {}
"""Words of a part, joined -> how well each role fits it."""


def _part(words: str, **roles: float) -> None:
    for word in words.split():
        _PARTS[word] = roles


_part("clavicle clav collar collarbone claviclebone sakotsu schluesselbein 鎖骨 锁骨", collar=3)
_part("scapula shoulderblade", collar=1.5)
_part("shoulder kata schulter 肩 肩膀", collar=2, shoulder=2)
_part(
    "upperarm uparm uparmbone uarm armupper armup shldr shldrbend humerus bicep oberarm jouwan 上腕 上臂 大臂",
    shoulder=3,
)
_part("arm ude 腕 胳膊", shoulder=2.2, elbow=1.5)
_part(
    "forearm forearmbend lowerarm lowarm loarm farm armlower armlow radius ulna unterarm zenwan 前腕 前臂 小臂",
    elbow=3,
)
_part("elbow hiji ひじ 肘 手肘", elbow=2.5)
_part("wrist tekubi handgelenk 手首 手腕", wrist=2.5)
_part("hand te 手", wrist=2, hand=1)
_part("palm", hand=0.95)
_part("thigh thighbend upperleg upleg uleg legupper legup femur oberschenkel futomomo 太もも 大腿", hip=3)
_part("hip 股関節 股 髋", hip=1.8)
_part("hipjoint buttock", hip=1.3)
_part("leg ashi bein 足 腿", hip=2.2, knee=2)
_part(
    "shin shinbend calf lowerleg lowleg loleg leglower leglow tibia crus sune unterschenkel すね 小腿", knee=3
)
_part("knee hiza knie ひざ 膝 膝盖", knee=2.5)
_part("ankle ashikubi knoechel 足首 脚踝 踝 脚腕", ankle=2.5)
_part("foot feet fuss 脚", ankle=2, toe=1)
_part("talus", ankle=1.5)
_part("toe toes toebase ball tsumasaki zehen つま先 脚趾 脚尖", toe=3)
_part("metatarsal metatarsals", toe=0.5)
_part("heel heels calcaneus kakato ferse 踵 かかと 脚跟", heel=2)
_part("eye eyeball me auge 目 眼", eye=2)
_part("hips pelvis koshi becken 腰 骨盆 胯", hips=3)
_part("root reference cog center centre センター 下半身 waist", hips=1)
_part("hipcenter hipcentre spinebase", hips=3)
_part("neck kubi hals 首 頸 颈 脖子", neck=3)
_part("head atama kopf skull 頭 头", head=3)
_part("spine chest abdomen torso thorax ribcage back belly ab upperchest", spine=1)

_FINGERS = {
    "middle": 1.0, "mid": 1.0, "nakayubi": 1.0, "naka": 1.0, "中指": 1.0,
    "index": 0.9, "pointer": 0.9, "hitosashiyubi": 0.9, "hitosashi": 0.9, "hitoyubi": 0.9,
    "人指": 0.9, "人差指": 0.9, "食指": 0.9,
    "fingers": 0.8, "digit": 0.8, "fingerbase": 0.8, "finger": 0.8, "knuckle": 0.8, "knuckles": 0.8,
    "ring": 0.7, "kusuriyubi": 0.7, "薬指": 0.7, "无名指": 0.7,
    "pinky": 0.5, "pinkie": 0.5, "little": 0.5, "small": 0.5, "koyubi": 0.5, "小指": 0.5,
    "thumb": 0.3, "oyayubi": 0.3, "親指": 0.3, "拇指": 0.3,
}  # fmt: skip
_OF_BIPED = (0.3, 0.9, 1.0, 0.7, 0.5)  # Finger0 is the thumb
_OF_MAKEHUMAN = (0.0, 0.3, 0.9, 1.0, 0.7, 0.5)  # finger1-1 is the thumb
_TOES = (0.0, 1.4, 1.5, 1.45, 1.3, 1.2)  # toe1-1 is the big one

_TWISTS = frozenset("twist twst twists roll trn 捩 捩り 捩れ ねじり ねじれ".split())
_ENDS = frozenset("end tip nub endsite eff effector null 先 先端".split())
_NO_PARTS = frozenset("metacarpal metacarpals carpal carpals share sharebone".split())
_HELPERS = frozenset(
    "helper corrective corr ik pole polevector target tgt ctrl control ctl ctr goal fk drv"
    " driver dummy locator loc grp group attach attachment attacher socket slot mount phys physics jiggle dyn"
    " dynamic muscle bulge pec pectoral mch vis wgt tweak proxy collider collision mesh rigmesh skin geo cam"
    " camera light contact snap footsteps inner outer bck fwd".split()
)
_NOT_BODY = frozenset(
    # clothes, props, hair, wings and other body parts
    "skirt dress cloth clothes coat cape cloak scarf robe sleeve hood hat helmet cap glove boot shoe sock"
    " belt strap ribbon tassel bow tie collarcloth pad armor armour shield weapon sword blade knife gun rifle"
    " pistol staff wand spear axe hammer prop item tool bag backpack pack pouch holster quiver sheath"
    " scabbard handle hair bang bangs fringe ponytail pony pigtail braid twintail ahoge tail wing wings"
    " feather fin horn antenna antler tentacle whisker breast boob bust bosom nipple butt glute genital"
    " penis testicle sec stole tentacles chain rope string hane shippo kami スカート 髪 羽 翼 尻尾 胸 乳 裙 头发 尾巴"
    # faces
    " face facial jaw chin mouth lip lips tongue teeth tooth nose nostril nostrils cheek brow brows eyebrow"
    " eyelid eyelash lid lids lash ear ears forehead temple temporalis oculi oris orbicularis levator"
    " risorius uvula gum beard mustache".split()
)
_GENERIC_WORDS = frozenset(
    "bone bones jnt joint jt bn def org bip biped valve armature rig character mixamorig cc base avg skel"
    " skeleton bind deform sk smpl smplx ro g c upper lower up low lo fore u f bend main reference".split()
)
_VOCABULARY = (
    frozenset(_PARTS)
    | frozenset(_FINGERS)
    | _TWISTS
    | _ENDS
    | _HELPERS
    | _NOT_BODY
    | _NO_PARTS
    | frozenset(_SIDE_OF)
    | _GENERIC_WORDS
    | {"big", "yubi"}
)
_LONGEST = max(map(len, _VOCABULARY))
_FEW = 11  # joints or fewer: nothing is left out of their names
_SHARED = 0.7  # of a rig's joints: what so many names begin or end with is left out
_UNKNOWN_WORD_COST, _GENERIC_WORD_COST = 0.15, 0.01  # lost by a name for each word beside the part's
_MOST_LETTERS = 48  # of a name's word that is taken apart
_SHORTEST_PREFIX = 5  # letters of a rig's name that may stand before words: 'charm' is not an arm

_SIDE_AND_LEVEL = re.compile(r"(?<![A-Za-z])([LR])([UF])(?=[A-Z][a-z])")  # RUArm, LFArm
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PIECES = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True)
class ParsedName:
    """The meaning of a joint's name.

    ``side`` is 'left', 'right' or 'middle'; ``roles`` is how well each role fits, empty where the name names no part;
    ``helper`` means that the joint is not of a body, ``not_body`` that no joint below it is either, ``twist`` that it
    splits a bone. ``words`` is the name without side and numbers.
    """

    side: str
    roles: dict[str, float] = field(default_factory=dict)
    helper: bool = False
    not_body: bool = False
    twist: bool = False
    words: tuple[str, ...] = ()


def read_names(names: Sequence[str]) -> list[ParsedName]:
    """The meanings of the names of a whole rig; what nearly all of them begin or end with is left out."""
    same = len(os.path.commonprefix(list(names))) if len(names) > _FEW else 0
    pieces = [_pieces(name[same:] or name) for name in names]
    pieces = _without_shared(pieces, first=True)
    pieces = _without_shared(pieces, first=False)
    return [_read(tuple(words)) for words in pieces]


def _pieces(name: str) -> list[str]:
    """A name's words and numbers as its case and separators part them, without namespaces."""
    plain = unicodedata.normalize("NFKC", name)
    bare = re.split(r"[:|]", plain)[-1] or plain
    found = [
        piece.lower() for piece in _PIECES.findall(_CAMEL.sub(" ", _SIDE_AND_LEVEL.sub(r"\1 \2 ", bare)))
    ]
    return [word for piece in found for word in ([piece] if piece.isdecimal() else _split_words(piece))]


def _without_shared(pieces: list[list[str]], first: bool) -> list[list[str]]:
    """The names' words without those that most names begin (or end) with."""
    at = 0 if first else -1
    while len(pieces) > _FEW:
        ends = Counter(words[at] for words in pieces if len(words) > 1)
        word, count = ends.most_common(1)[0] if ends else ("", 0)
        if count < _SHARED * len(pieces):
            break
        pieces = [
            (words[1:] if first else words[:-1]) if len(words) > 1 and words[at] == word else words
            for words in pieces
        ]
    return pieces


@lru_cache(maxsize=4096)
def _split_words(piece: str) -> tuple[str, ...]:
    """The vocabulary's words in letters written together, as few as will do; the letters as they are where
    there are none.

    L and R count as words at either end. Letters of no word may stand in front, as a rig's name does;
    among letters that are not Latin anywhere.
    """
    if piece in _VOCABULARY or len(piece) > _MOST_LETTERS:
        return (piece,)
    latin, count = piece.isascii(), len(piece)
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * count
    for end in range(1, count + 1):
        ways = []
        for start in range(max(0, end - _LONGEST), end):
            before, word = best[start], piece[start:end]
            if before is None:
                continue
            at_an_end = start == 0 or end == count
            if word in _VOCABULARY and (not latin or len(word) > 2 or word in ("l", "r") and at_an_end):
                ways.append((before[0] + 1, (*before[1], word)))
            elif not latin and end == start + 1:
                ways.append((before[0] + 3, (*before[1], word)))
        if latin and end >= _SHORTEST_PREFIX and not ways:
            ways.append((5.0, (piece[:end],)))
        best[end] = min(ways, default=None)
    found = best[count]
    return found[1] if found is not None else (piece,)


def _read(pieces: tuple[str, ...]) -> ParsedName:
    words = [piece for piece in pieces if not piece.isdecimal()]
    numbers = [int(piece[:6]) for piece in pieces if piece.isdecimal()]
    side = "middle"
    for at in sorted(range(len(words)), key=lambda at: (len(words[at]) < 2, 0 < at < len(words) - 1)):
        if words[at] in _SIDE_OF:
            side = _SIDE_OF[words.pop(at)]
            break
    kept = tuple(words)
    twist = any(word in _TWISTS for word in kept)
    end = any(word in _ENDS for word in kept)
    if any(word in _NOT_BODY for word in kept):
        return ParsedName(side, helper=True, not_body=True, words=kept)
    if any(word in _HELPERS for word in kept):
        return ParsedName(side, helper=True, words=kept)
    if any(word in _NO_PARTS for word in kept):
        return ParsedName(side, words=kept)
    if end:
        roles = {"hand": 0.35} if "hand" in kept and side != "middle" else {}
        return ParsedName(side, roles, helper=not roles, words=kept)
    toe = "toe" in kept or "toes" in kept
    finger = next((word for word in kept if word in _FINGERS), None)
    if toe and (finger is not None or "big" in kept or len(numbers) == 2):
        scores = {"big": 1.4, "index": 1.5, "mid": 1.45, "middle": 1.45, "ring": 1.3}
        by_number = _TOES[numbers[0]] if len(numbers) == 2 and numbers[0] < len(_TOES) else 1.2
        score = max((scores[word] for word in kept if word in scores), default=by_number)
        return ParsedName(side, {"toe": score}, twist=twist, words=kept)
    others = [word for word in kept if word in _PARTS and word != "hand"]
    if finger is not None and not others:
        rest = [word for word in kept if word not in _FINGERS and word != "hand"]
        return ParsedName(
            side, {"hand": _finger_score(finger, numbers) - _loss(rest)}, twist=twist, words=kept
        )
    part, (start, stop) = _longest_part(kept)
    loss = _loss([*kept[:start], *kept[stop:]])
    roles = {role: score - loss for role, score in _PARTS.get(part, {}).items()}
    return ParsedName(side, roles, twist=twist, words=kept)


def _loss(words: Sequence[str]) -> float:
    """The cost of words other than the part's, so that plain names score highest."""
    return sum(_GENERIC_WORD_COST if word in _GENERIC_WORDS else _UNKNOWN_WORD_COST for word in words)


def _finger_score(finger: str, numbers: list[int]) -> float:
    if finger in ("finger", "fingers", "digit") and numbers:
        table = _OF_BIPED if len(numbers) == 1 and finger != "digit" else _OF_MAKEHUMAN
        first = numbers[0] if numbers[0] < 10 else numbers[0] // 10
        return table[first] if first < len(table) else 0.2
    return _FINGERS[finger]


def _longest_part(words: tuple[str, ...]) -> tuple[str, tuple[int, int]]:
    """The part that most of the neighbouring words make up, the last of several, and where it stands."""
    for count in range(min(len(words), 3), 0, -1):
        for start in range(len(words) - count, -1, -1):
            joined = "".join(words[start : start + count])
            if joined in _PARTS:
                return joined, (start, start + count)
    return "", (0, 0)
