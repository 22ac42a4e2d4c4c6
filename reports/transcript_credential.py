"""A transcript of credits as a credential (凭证): what it awards are the conversions that still stand."""

from collections.abc import Iterator
from datetime import datetime, time

from reports.credential import CHINA, Achievement, Award, Subject, claims_of, signed_credential
from reports.keys import IssuingKey
from reports.transcript import TranscriptContent, TranscriptEntry, transcript_json


def transcript_credential(content: TranscriptContent, *, address: str, issuer_id: str, key: IssuingKey) -> str:
    """Return the credential of a transcript; `address` is where its state is told, `issuer_id` the house's did:web."""
    awards, day = tuple(awards_of(content)), content.issued_on.isoformat()
    subject = Subject(
        number=content.number,
        name=f"学分成绩单 {content.number}",
        issuer=content.issuer,
        account=content.account_number or content.number,
        address=address,
        valid_from=datetime.combine(content.issued_on, time(), CHINA),
        awards=awards,
        achievement=Achievement(
            name="学分成绩单",
            description=f"成绩单 {content.number} 所载、截至 {day} 有效的学分转换 {len(awards)} 笔",
            criteria="每笔学分的依据是所列的转换证明",
        ),
    )
    return signed_credential(claims_of(subject, transcript_json(content), issuer_id=issuer_id), key)


def awards_of(content: TranscriptContent) -> Iterator[Award]:
    """Yield what the entries award that neither take back nor were taken back."""
    gone = {entry.reverses for entry in content.entries}
    for group in content.groups:
        for entry in group.entries:
            if not entry.reverses and entry.position not in gone:
                yield award_of(entry, group.institution)


def award_of(entry: TranscriptEntry, institution: str) -> Award:
    """Return what one entry awards."""
    proof = f"转换证明 {entry.proof_number}" if entry.proof_number else ""
    ratio = f"转换比例 {entry.ratio:f}%" if entry.ratio is not None else ""
    return Award(
        title=entry.target_title,
        kind=entry.target_kind,
        institution=institution,
        credits=entry.credits,
        source_title=entry.source_title,
        source_kind=entry.source_kind,
        source_institution=entry.source_institution,
        ground="，".join(filter(None, (proof, ratio))),
    )
