"""Papers that are nobody's, on which a look is tried; their numbers and days are made up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from backoffice.papers.kinds import PaperKind
from reports.orders import Order, proof_order, transcript_order
from reports.proof import ConversionProofContent, ProofLine, canonical_json
from reports.transcript import RecognisedOutcome, TranscriptContent, TranscriptEntry, TranscriptGroup, transcript_json

PROOF_NUMBER = "XY-2020-0000123-0"
ISSUED_ON = date(2020, 11, 23)
CREDITS, REGISTERED = Decimal("3.00"), Decimal("1.50")
PAPER = {"check_code": "0123-4567-89AB-CDEF", "verify_url": "https://example.invalid/verify"}
FIRST, LAST = 0, -1  # pages

LINE = ProofLine(
    source_title="老年教育课程",
    source_kind="培训",
    source_institution="示例老年大学",
    rule_title="老年教育课程转换为现代企业管理导论",
    rule_code="R-0231",
    rule_version=4,
    target_title="现代企业管理导论",
    target_kind="课程（专科）",
    target_institution="示例开放大学",
    credits=CREDITS,
    ratio=Decimal(100),
    first_reviewed_on=date(2020, 11, 18),
    final_reviewed_on=date(2020, 11, 21),
    committee="管理类专业认定委员会",
)
OUTCOME = RecognisedOutcome("书法", "培训类", "示例老年大学", "92", REGISTERED, date(2019, 6, 1))
JUDGED = replace(LINE, rule_title="", rule_code="", rule_version=0)
LINES = {"one": (LINE,), "several": (LINE,) * 3, "judged": (JUDGED,)}
ENTRIES = {"short": 3, "long": 24}  # the short one is a single page in most looks


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample is called in the address of a preview, and which of its pages is shown."""

    name: str
    page: int = FIRST


SAMPLES: Mapping[PaperKind, tuple[Sample, ...]] = {
    PaperKind.CONVERSION_PROOF: tuple(map(Sample, LINES)),
    PaperKind.TRANSCRIPT: (Sample("short"), Sample("long", LAST)),
}


def sample_of(paper: PaperKind, asked: str) -> Sample:
    """Return the sample that is asked for, else the first of its kind."""
    return next((each for each in SAMPLES[paper] if each.name == asked), SAMPLES[paper][0])


def sample_order(paper: PaperKind, sample: str, *, platform: str, issuer: str, look: str) -> Order:
    """Order a sample that bears the names of the house, in a look."""
    house = {"platform": platform, "issuer": issuer}
    if paper is PaperKind.TRANSCRIPT:
        return transcript_order(transcript_json(a_transcript(ENTRIES[sample], **house)), look=look, **PAPER)
    return proof_order(canonical_json(a_proof(LINES[sample], **house)), look=look, **PAPER)


def a_proof(lines: tuple[ProofLine, ...], *, platform: str, issuer: str) -> ConversionProofContent:
    """Return a proof."""
    return ConversionProofContent(
        number=PROOF_NUMBER,
        platform=platform,
        issuer=issuer,
        learner_name="学习者甲",
        document_masked="4401**********1234",
        account_number="2020000012345",
        issued_on=ISSUED_ON,
        lines=lines,
        decisions=(),
    )


def a_transcript(entries: int, *, platform: str, issuer: str) -> TranscriptContent:
    """Return a transcript of some entries, the last of which takes the first back."""
    booked = tuple(an_entry(position) for position in range(1, entries))
    last = replace(an_entry(entries), credits=-CREDITS, reverses=1)
    total = CREDITS * (entries - 2)
    group = TranscriptGroup("示例开放大学", "工商企业管理（专科）", (*booked, last), total)
    recognised = (OUTCOME,) if entries > ENTRIES["short"] else ()
    return TranscriptContent(
        number="XYCJ-2020-0000007-1",
        platform=platform,
        issuer=issuer,
        learner_name="学习者甲",
        document_masked="4401**********1234",
        account_number="2020000012345",
        issued_on=ISSUED_ON,
        groups=(group,),
        total=total,
        recognised=recognised,
        recognised_total=REGISTERED * len(recognised),
    )


def an_entry(position: int) -> TranscriptEntry:
    """Return an entry of a day of its own."""
    return TranscriptEntry(
        position=position,
        booked_on=date(2020, 9, 30) + timedelta(days=position),
        source_title="老年教育课程",
        source_kind="培训",
        source_institution="示例老年大学",
        target_title="现代企业管理导论",
        target_kind="课程（专科）",
        credits=CREDITS,
        ratio=Decimal(100),
        proof_number=PROOF_NUMBER,
    )
