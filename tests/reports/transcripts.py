"""Transcripts of any length, with a reversal and outcomes that were only recognised, as they would be issued."""

from datetime import date, timedelta
from decimal import Decimal

from reports.numbering import proof_number, transcript_number
from reports.transcript import RecognisedOutcome, TranscriptContent, TranscriptEntry, TranscriptGroup

FIRST_DAY = date(2020, 3, 2)
PLACES = (
    ("示例理工职业学院", "工商企业管理（本科）"),
    ("示例开放大学", ""),
    ("示例老年大学", "老年教育"),
    ("示例职业技术学院", "电子商务"),
)
COURSES = ("现代企业管理导论", "管理学基础", "市场营销", "统计学原理", "经济法概论", "大学英语（一）")
SOURCES = ("公司概况", "电子商务师（三级）", "企业人力资源管理师", "老年教育课程", "计算机应用基础培训")


def an_entry(position, **changes):
    """Return one entry."""
    known = {
        "position": position,
        "booked_on": FIRST_DAY + timedelta(days=position),
        "source_title": SOURCES[position % len(SOURCES)],
        "source_kind": "课程",
        "source_institution": "示例开放大学",
        "target_title": COURSES[position % len(COURSES)],
        "target_kind": "课程（本科）",
        "credits": Decimal("3.00"),
        "ratio": Decimal(100),
        "proof_number": proof_number("XY", 2020, position),
    }
    return TranscriptEntry(**known | changes)


def a_group(place, entries):
    """Return a group with the right subtotal."""
    institution, programme = PLACES[place % len(PLACES)]
    return TranscriptGroup(institution, programme, tuple(entries), sum((each.credits for each in entries), Decimal(0)))


def an_outcome(number, **changes):
    """Return an outcome that was recognised alone."""
    known = {
        "title": SOURCES[number % len(SOURCES)],
        "kind": "培训类",
        "institution": "示例老年大学",
        "score": "92",
        "credits": Decimal("1.50"),
        "awarded_on": date(2019, 6, 1),
    }
    return RecognisedOutcome(**known | changes)


def groups_of(count, many):
    """Share entries out over some groups; the last entry takes the first of its group back."""
    size = -(-count // many) if many else 0
    found = []
    for place in range(many):
        positions = range(place * size + 1, min((place + 1) * size, count) + 1)
        entries = [an_entry(each) for each in positions]
        if place == many - 1 and len(entries) > 1:
            back = {"credits": -entries[0].credits, "reverses": entries[0].position}
            entries[-1] = an_entry(entries[-1].position, target_title=entries[0].target_title, **back)
        found.append(a_group(place, entries))
    return tuple(found)


def a_transcript(*, entries=3, groups=1, recognised=1, **changes):
    """Return a transcript that adds up."""
    made = groups_of(entries, groups)
    outcomes = tuple(an_outcome(number) for number in range(recognised))
    known = {
        "number": transcript_number("XY", 2020, 7),
        "platform": "示例终身教育学分银行",
        "issuer": "示例终身教育学分银行管理中心",
        "learner_name": "学习者甲",
        "document_masked": "4401**********1234",
        "account_number": "2020000012345",
        "issued_on": date(2020, 11, 23),
        "groups": made,
        "total": sum((each.subtotal for each in made), Decimal(0)),
        "recognised": outcomes,
        "recognised_total": sum((each.credits for each in outcomes), Decimal(0)),
    }
    return TranscriptContent(**known | changes)
