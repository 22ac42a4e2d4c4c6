"""A paper as a credential (凭证) for machines: Open Badges 3.0 on W3C Verifiable Credentials 2.0, a compact JWS."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import jwt

from reports.keys import IssuingKey, PublicKey, UnreadableKey, from_url_base64, key_from, method_of, url_base64
from reports.proof import ConversionProofContent, ProofLine, canonical_json

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
ALGORITHM = "EdDSA"
CHINA = timezone(timedelta(hours=8))  # the days of papers are those of the house's wall calendar


class UnreadableCredential(ValueError):  # noqa: N818 - the word that callers know
    """A text is no credential in the one form that is issued."""


@dataclass(frozen=True, slots=True)
class Award:
    """One thing that a credential awards: what, for what, on what ground; `credits` in credits."""

    title: str
    kind: str
    institution: str
    credits: Decimal
    source_title: str
    source_kind: str
    source_institution: str
    ground: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a paper shows as a whole, and what it took."""

    name: str
    description: str
    criteria: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A paper as credentials speak of it; `account` is hashed, `address` tells whether the paper is still valid.

    Without an `achievement` of its own the paper shows what it awards.
    """

    number: str
    name: str
    issuer: str
    account: str
    address: str
    valid_from: datetime
    awards: tuple[Award, ...]
    achievement: Achievement | None = None


@dataclass(frozen=True, slots=True)
class ReadCredential:
    """What a credential says, before anything is checked."""

    token: str
    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    @property
    def key(self) -> PublicKey:
        """The key that the credential names itself; anybody can name one."""
        return key_from(self.header["jwk"])

    def signed_by(self, key: PublicKey) -> bool:
        """Tell whether a key signed this credential, and it is that key's by name."""
        signed, _, signature = self.token.rpartition(".")
        named = self.header["kid"] == method_of(self.claims["iss"], key)
        return named and key.verifies(from_url_base64(signature), signed.encode())

    def binds(self, text: str) -> bool:
        """Tell whether the credential names the digest of a content."""
        return bool(self.claims["relatedResource"] == [related(text)])

    def credits(self) -> list[str]:
        """Return the credits of each award as they are written."""
        return [each["value"] for each in self.claims["credentialSubject"]["result"]]


def credential_of(content: ConversionProofContent, *, address: str, issuer_id: str, key: IssuingKey) -> str:
    """Return the credential of a proof; `address` is where its state is told, `issuer_id` the house's did:web."""
    subject = Subject(
        number=content.number,
        name=f"学分转换证明 {content.number}",
        issuer=content.issuer,
        account=content.account_number or content.number,
        address=address,
        valid_from=datetime.combine(content.issued_on, time(), CHINA),
        awards=tuple(award_of(line) for line in content.lines),
    )
    return signed_credential(claims_of(subject, canonical_json(content), issuer_id=issuer_id), key)


def award_of(line: ProofLine) -> Award:
    """Return what a line of a proof awards."""
    ratio = f"{line.ratio:f}%"
    rule = f"{line.rule_title}（{line.rule_code}，第 {line.rule_version} 版），转换比例 {ratio}"
    return Award(
        title=line.target_title,
        kind=line.target_kind,
        institution=line.target_institution,
        credits=line.credits,
        source_title=line.source_title,
        source_kind=line.source_kind,
        source_institution=line.source_institution,
        ground=rule if line.rule_code else f"由评审认定，转换比例 {ratio}",
    )


def claims_of(subject: Subject, text: str, *, issuer_id: str) -> dict[str, Any]:
    """Return the claims: the credential itself, and what JWT repeats of it; `text` is the canonical content."""
    moment = int(subject.valid_from.timestamp())
    person = credential_subject(subject)
    return {
        "@context": CONTEXTS,
        "id": subject.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": subject.name,
        "issuer": {"id": issuer_id, "type": ["Profile"], "name": subject.issuer},
        "validFrom": f"{subject.valid_from.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "credentialSubject": person,
        "evidence": [evidence(award) for award in subject.awards],
        "relatedResource": [related(text)],
        "iss": issuer_id,
        "jti": subject.address,
        "nbf": moment,
        "sub": person["id"],
    }


def credential_subject(subject: Subject) -> dict[str, Any]:
    """Return the learner, known by a hashed account alone, and the achievement with each award as a result of it."""
    salt = hashlib.sha256(f"{subject.number} {subject.address}".encode()).hexdigest()[:32]
    identity = hashlib.sha256((subject.account + salt).encode()).hexdigest()
    total = number_of(sum((award.credits for award in subject.awards), Decimal(0)))
    descriptions = [described(award, f"{subject.address}#{place}") for place, award in enumerate(subject.awards, 1)]
    shown = subject.achievement or achievement_of(subject.awards)
    return {
        "id": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{subject.address}#{identity}')}",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": f"sha256${identity}",
                "identityType": "accountId",
                "salt": salt,
            }
        ],
        "creditsEarned": total,
        "achievement": {
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{shown.description} {total}')}",
            "type": ["Achievement"],
            "achievementType": "Achievement",
            "name": shown.name,
            "description": shown.description,
            "criteria": {"narrative": shown.criteria},
            "creditsAvailable": total,
            "inLanguage": "zh",
            "resultDescription": descriptions,
        },
        "result": [
            {"type": ["Result"], "resultDescription": each["id"], "value": f"{award.credits:f}"}
            for each, award in zip(descriptions, subject.awards, strict=True)
        ],
    }


def achievement_of(awards: tuple[Award, ...]) -> Achievement:
    """Return what some awards are together."""
    titles = "、".join(award.title for award in awards)
    institutions = "、".join(dict.fromkeys(award.institution for award in awards))
    grounds = "；".join(dict.fromkeys(award.ground for award in awards))
    return Achievement(titles, f"{titles}（{institutions}）", grounds)


def described(award: Award, name: str) -> dict[str, Any]:
    """Return what one result is: the credits of one target."""
    told = f"{award.title}（{award.kind}，{award.institution}）"
    return {"id": name, "type": ["ResultDescription"], "name": told, "resultType": "ext:Credits"}


def evidence(award: Award) -> dict[str, Any]:
    """Return the source outcome as the evidence of an award."""
    told = {
        "name": award.source_title,
        "description": award.source_institution,
        "genre": award.source_kind,
        "narrative": award.ground,
    }
    return {"type": ["Evidence"]} | {name: words for name, words in told.items() if words}


def related(text: str) -> dict[str, str]:
    """Name a canonical content by its digest (RFC 6920, Subresource Integrity)."""
    found = hashlib.sha256(text.encode()).digest()
    integrity = f"sha256-{base64.b64encode(found).decode()}"
    return {"id": f"ni:///sha-256;{url_base64(found)}", "mediaType": "application/json", "digestSRI": integrity}


def number_of(credits_given: Decimal) -> int | float:
    """Return credits as the number that Open Badges asks for; the exact ones stand in `result` and in the content."""
    return int(credits_given) if credits_given == int(credits_given) else float(credits_given)


def signed_credential(claims: Mapping[str, Any], key: IssuingKey) -> str:
    """Sign claims: the same text for the same claims and key."""
    public = key.public()
    headers = {"kid": method_of(claims["iss"], public), "jwk": public.own_members()}
    return jwt.PyJWS().encode(written(claims), key.private(), ALGORITHM, headers, sort_headers=True)


def written(claims: Mapping[str, Any]) -> bytes:
    """Write claims in one form: sorted keys, no blanks, UTF-8."""
    return json.dumps(claims, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_credential(token: str) -> ReadCredential:
    """Read a credential in the one form that is issued; raises `UnreadableCredential`."""
    try:
        parts = token.split(".")
        header, payload, _signature = (from_url_base64(part) for part in parts)
        read = ReadCredential(token, json.loads(header), json.loads(payload))
        canonical = written(read.claims) == payload and read.header.keys() == {"alg", "jwk", "kid", "typ"}
        if not canonical or read.header["alg"] != ALGORITHM or not agrees(read):
            raise UnreadableCredential("not in the form that is issued")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, UnreadableKey) as fault:
        raise UnreadableCredential("no credential") from fault
    return read


def agrees(read: ReadCredential) -> bool:
    """Tell whether JWT's claims repeat the credential's own, and the named key is the one in the header."""
    claims = read.claims
    moment = datetime.strptime(claims["validFrom"], "%Y-%m-%dT%H:%M:%S%z")
    repeated = (claims["issuer"]["id"], claims["id"], claims["credentialSubject"]["id"], int(moment.timestamp()))
    return (
        repeated == (claims["iss"], claims["jti"], claims["sub"], claims["nbf"])
        and claims["@context"] == CONTEXTS
        and isinstance(claims["relatedResource"], list)
        and all(isinstance(each["value"], str) for each in claims["credentialSubject"]["result"])
        and read.header["kid"] == method_of(claims["iss"], read.key)
    )
