"""How words are compared: folded, and with the fixed pairs of kinds and levels."""

import unicodedata
from functools import lru_cache

KINDS = {
    "diploma": "毕业证书",
    "degree": "学位证书",
    "course": "课程",
    "vocational_certificate": "职业资格证书",
    "certificate": "职业资格证书",
    "technician": "技师教育",
    "training": "培训类",
    "achievement_competition": "业绩类-竞赛奖励",
    "achievement_research": "业绩类-科学研究",
    "achievement_innovation": "业绩类-创新创业",
    "achievement_service": "业绩类-社会服务",
    "achievement_heritage": "业绩类-文化传承",
    "achievement_work": "业绩类-工作经历",
    "achievement_title": "业绩类-职称证书",
}
# What screens called a kind before table 1 of the manual settled its name.
FORMER_KINDS = {"业绩类-职业资格证书": "业绩类-职称证书"}
LEVELS = (
    ("小学", "primary"),
    ("初中", "junior"),
    ("高中", "senior"),
    ("专科", "associate"),
    ("本科", "bachelor"),
    ("硕士", "master"),
    ("博士", "doctor"),
)
LEVEL_PLACES = {word: place for place, pair in enumerate(LEVELS) for word in pair}


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return a word as it is compared: width, case and the amount of white space do not count.

    >>> fold(" 大学英语（Ｂ） ")
    '大学英语(b)'
    """
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


@lru_cache(maxsize=10_000)
def kind_of(word: str) -> str:
    """Return a kind word in the one form that both languages share.

    >>> kind_of("course")
    '课程'
    >>> kind_of("业绩类-职业资格证书")
    '业绩类-职称证书'
    """
    folded = fold(word)
    return KINDS.get(folded) or FORMER_KINDS.get(folded, folded)


def level_place(word: str) -> int | None:
    """Return the place of an education level (层次), from 0 for the lowest; None for a word that is none."""
    return LEVEL_PLACES.get(fold(word))
