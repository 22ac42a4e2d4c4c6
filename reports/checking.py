"""Checks a paper without a network: its seal, its signature, its credential, its form, its decisions or sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from reports.byte_seal import Sealed, check_seal, never_sealed, seal_of, sealed_part
from reports.canonical import digest
from reports.computing import ComputedLine
from reports.credential import ReadCredential, UnreadableCredential, read_credential
from reports.keys import PublicKey
from reports.parts import Parts, Unreadable, parts_of, together
from reports.verifiable import Verifiable, verifiable
from reports.verify_transcript import ComputedSum, Fault


class Check(StrEnum):
    """What is checked."""

    TOGETHER = "together"  # the files belong to one paper
    SEAL = "seal"  # every byte of the PDF
    SIGNATURE = "signature"  # by certificate, over the seal
    CREDENTIAL = "credential"  # signed by the issuer
    KEY_DAYS = "key_days"  # the key was in use when the paper was issued
    BINDING = "binding"  # the credential is about this content
    CANONICAL = "canonical"  # the content is in the form that is hashed
    NUMBER = "number"  # its check digit, and the names of what is attached
    DECISIONS = "decisions"  # of a proof, computed again
    SUMS = "sums"  # of a transcript, added up again


class State(StrEnum):
    """What a check found."""

    HOLDS = "holds"
    CONSISTENT = "consistent"  # holds by the key that the paper names itself, which a forger could name as well
    FAILS = "fails"
    OPEN = "open"  # could not be checked with what was given


class Conclusion(StrEnum):
    """What all checks say together."""

    VALID = "valid"
    MISMATCH = "mismatch"
    UNSIGNED = "unsigned"  # nothing contradicts itself; the pages have the form of those made before there were keys
    UNCONFIRMED = "unconfirmed"  # nothing contradicts itself; that the issuer said it was not shown


@dataclass(frozen=True, slots=True)
class Found:
    """The finding of one check, and what it is about, such as a signer's name."""

    check: Check
    state: State
    about: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings; `address` is where the paper's state can be asked, `key_id` the key that signed it."""

    checks: tuple[Found, ...]
    lines: tuple[ComputedLine, ...]
    sums: tuple[ComputedSum, ...]
    faults: tuple[Fault, ...]
    number: str
    address: str
    key_id: str
    confirmed: bool

    @property
    def conclusion(self) -> Conclusion:
        """Any fault is a mismatch; without the issuer's key nothing is valid, nor are pages without a seal."""
        if any(each.state is State.FAILS for each in self.checks):
            return Conclusion.MISMATCH
        if Found(Check.SEAL, State.OPEN) in self.checks:
            return Conclusion.UNSIGNED
        return Conclusion.VALID if self.confirmed else Conclusion.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Verifier:
    """What the verifier brings: the issuer's public keys and the certificates that he trusts, in PEM."""

    keys: tuple[PublicKey, ...] = ()
    trusted: bytes = b""

    def keys_for(self, read: ReadCredential | None) -> tuple[PublicKey, ...]:
        """Return the keys to check by; without any, the one that the paper names itself."""
        return self.keys or ((read.key,) if read else ())

    def had_keys_on(self, day: date) -> bool:
        """Tell whether a key was in use before a day, as far as the days of the keys are known."""
        return any(key.active_since and key.active_since < day for key in self.keys)

    @property
    def good(self) -> State:
        """What a check by key is worth when it succeeds."""
        return State.HOLDS if self.keys else State.CONSISTENT


def check(files: Iterable[bytes], verifier: Verifier) -> Report:
    """Check the files of one paper; raises `Unreadable` when one is none of what can be verified."""
    parts, agree = together(parts_of(each) for each in files)
    read, content = credential_in(parts), content_in(parts)
    early = may_be_early(parts, content, verifier)
    found = [
        *([] if agree else [Found(Check.TOGETHER, State.FAILS)]),
        *(bare_checks(parts) if early else seal_checks(parts, read, verifier)),
        *([] if early and not parts.token else credential_checks(parts, read, verifier, content)),
        *content_checks(parts, content, early=early),
    ]
    signed = {each.check for each in found if each.state is State.HOLDS} & {Check.SEAL, Check.CREDENTIAL}
    forged = Found(Check.CREDENTIAL, State.FAILS) in [replace(each, about="") for each in found]
    return Report(
        checks=tuple(found),
        lines=content.lines if content else (),
        sums=content.sums if content else (),
        faults=content.faults if content else (),
        number=content.number if content else "",
        address=str(read.claims["id"]) if read and not forged else "",  # a forger's address must not be asked
        key_id=key_id_of(parts, read),
        confirmed=bool(signed),
    )


def credential_in(parts: Parts) -> ReadCredential | None:
    """Read the credential; one that stands alone and cannot be read is nothing that can be verified."""
    if not parts.token:
        return None
    try:
        return read_credential(parts.token)
    except UnreadableCredential as fault:
        if not (parts.pdf or parts.text):
            raise Unreadable("no credential") from fault
        return None


def content_in(parts: Parts) -> Verifiable | None:
    """Read the content; one that stands alone and cannot be read is nothing that can be verified."""
    content = verifiable(parts.text) if parts.text else None
    if parts.text and content is None and not (parts.pdf or parts.token):
        raise Unreadable("no content of a paper")
    return content


def may_be_early(parts: Parts, content: Verifiable | None, verifier: Verifier) -> bool:
    """Tell whether a PDF has the form of those made before there were keys: no trace of a seal, no credential in it.

    Taking both off gives a paper the same form. Where a key is known to have been in use before the paper's day, it
    must have them; where not, its form proves nothing either way.
    """
    return (
        content is not None
        and bool(parts.pdf)
        and never_sealed(parts.pdf)
        and not any(name.endswith(".jwt") for name in parts.names)
        and not verifier.had_keys_on(content.issued_on)
    )


def key_id_of(parts: Parts, read: ReadCredential | None) -> str:
    """Return the name of the key that signed, as the paper tells it."""
    seal = seal_of(parts.pdf) if parts.pdf else None
    return seal.key_id if seal else (read.key.key_id if read else "")


def bare_checks(parts: Parts) -> Iterator[Found]:
    """Tell what pages from before there were keys lack; a credential that was given beside them is checked as any."""
    yield Found(Check.SEAL, State.OPEN)
    if not parts.token:
        yield Found(Check.CREDENTIAL, State.OPEN)


def seal_checks(parts: Parts, read: ReadCredential | None, verifier: Verifier) -> Iterator[Found]:
    """Check the bytes of a PDF, and what follows those that were sealed."""
    if not parts.pdf:
        return
    sealed = check_seal(parts.pdf, verifier.keys_for(read))
    whole = sealed is Sealed.WHOLE
    yield Found(Check.SEAL, verifier.good, "") if whole else Found(Check.SEAL, State.FAILS, sealed.value)
    before = sealed_part(parts.pdf)
    if len(before) < len(parts.pdf):
        yield signature_check(parts.pdf, before, verifier)


def signature_check(pdf: bytes, sealed: bytes, verifier: Verifier) -> Found:
    """Check what was appended to the sealed bytes: a signature by certificate, and nothing else."""
    from reports.pades import Signed, check_signature  # noqa: PLC0415 - slow to load, and most papers need none

    result = check_signature(pdf, sealed, verifier.trusted)
    states = {Signed.TRUSTED: State.HOLDS, Signed.UNKNOWN: State.OPEN}
    return Found(Check.SIGNATURE, states.get(result.found, State.FAILS), result.signer)


def credential_checks(
    parts: Parts, read: ReadCredential | None, verifier: Verifier, content: Verifiable | None
) -> Iterator[Found]:
    """Check who signed the credential, with which key, and about which content."""
    if not (parts.pdf or parts.token):
        return
    if read is None:
        yield Found(Check.CREDENTIAL, State.FAILS)
        return
    signer = next((key for key in verifier.keys_for(read) if read.signed_by(key)), None)
    yield Found(Check.CREDENTIAL, verifier.good if signer else State.FAILS, str(read.claims["iss"]))
    if content is None:
        yield Found(Check.BINDING, State.FAILS if parts.text or parts.pdf else State.OPEN)
        return
    if signer and signer.retired_on and content.issued_on > signer.retired_on:
        yield Found(Check.KEY_DAYS, State.FAILS, signer.retired_on.isoformat())
    same = read.binds(parts.text) and read.credits() == list(content.awards)
    yield Found(Check.BINDING, State.HOLDS if same else State.FAILS)


def content_checks(parts: Parts, content: Verifiable | None, *, early: bool) -> Iterator[Found]:
    """Check the content by itself: its form, its number, its decisions or sums; early papers carry it alone."""
    if content is None:
        if parts.pdf or parts.text:
            yield Found(Check.CANONICAL, State.FAILS)
        yield Found(Check.DECISIONS, State.FAILS if parts.pdf or parts.text else State.OPEN)
        return
    told = f"SHA-256 {digest(parts.text)}" if early else ""  # as the pages and the verification page name it
    yield Found(Check.CANONICAL, holds(content.canonical), told)
    named = [f"{content.number}.json", *([] if early else [f"{content.number}.jwt"])]
    right = not parts.pdf or sorted(parts.names) == named
    yield Found(Check.NUMBER, holds(right and content.well_numbered), content.number)
    yield Found(Check.SUMS if content.sums else Check.DECISIONS, holds(content.same))


def holds(true: bool) -> State:  # noqa: FBT001 - it turns a truth into a state
    """Return the state of a check that needs no key."""
    return State.HOLDS if true else State.FAILS
