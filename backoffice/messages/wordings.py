"""The words of messages as the centre writes them: read, checked, tried with samples, and kept in versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.accounts import words as accounts
from backoffice.kernel import audit
from backoffice.kernel.database import hold
from backoffice.kernel.filled import KEYS, NAMES, PLACE, fill
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.models import MessageWording
from backoffice.kernel.problems import Problem, Refused
from backoffice.messages.english import ENGLISH
from backoffice.messages.samples import SAMPLES
from backoffice.messages.templates import TEMPLATES

LANGUAGES = ("zh", "en")
OWN_WORDS = {"zh": accounts.MESSAGES | TEMPLATES, "en": accounts.ENGLISH | ENGLISH}
MAY_BE_LEFT_OUT = frozenset({"platform", "help_line", "minutes"})
SMS_ALONE = ("code", "link", "invitation")  # endings of templates that reach a phone and nothing else
SITE_ALONE = frozenset({"question_answered"})  # unless the centre has it sent
LONGEST_TEXT = 700
ONE_SEGMENT, PART_OF_SEVERAL = 70, 67  # letters of an SMS, in UTF-16 as the network counts them


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says in one language: the text with its places, by which ways, which version; 0 is our own."""

    text: str
    by_sms: bool
    by_mail: bool
    number: int = 0


def templates() -> tuple[str, ...]:
    """Return the names of all messages."""
    return tuple(OWN_WORDS["zh"])


def own_words(template: str, language: str) -> str:
    """Return the product's own text, its places called by their names in that language."""
    text = OWN_WORDS[language].get(template, "")
    return PLACE.sub(lambda place: f"{{{called(place[1], language)}}}", text)


def words_of(session: Session, template: str, language: str) -> Words:
    """Return the words that stand now."""
    newest = versions_of(session, template, language)[:1]
    if newest:
        return Words(newest[0].text, newest[0].by_sms, newest[0].by_mail, newest[0].number)
    return Words(own_words(template, language), by_sms=template not in SITE_ALONE, by_mail=False)


def all_words(session: Session) -> dict[tuple[str, str], MessageWording]:
    """Return the newest version of everything that the centre has written, by template and language."""
    newest = select(func.max(MessageWording.id)).group_by(MessageWording.template, MessageWording.language)
    found = session.scalars(select(MessageWording).where(MessageWording.id.in_(newest))).all()
    return {(each.template, each.language): each for each in found}


def versions_of(session: Session, template: str, language: str) -> Sequence[MessageWording]:
    """Return the versions of a message, the newest first."""
    query = select(MessageWording).where(MessageWording.template == template, MessageWording.language == language)
    return session.scalars(query.order_by(MessageWording.number.desc())).all()


def write(
    session: Session, template: str, language: str, words: Words, *, actor_id: int, now: datetime
) -> MessageWording | None:
    """Keep new words as the next version; raises Refused. The same words again are no new version."""
    text = checked(template, language, words.text)
    hold(session, f"wording:{template}:{language}")
    before = words_of(session, template, language)
    phone_alone = template.endswith(SMS_ALONE)
    by_sms, by_mail = words.by_sms or phone_alone, words.by_mail and not phone_alone
    if (text, by_sms, by_mail) == (before.text, before.by_sms, before.by_mail):
        return None
    kept = MessageWording(
        template=template,
        language=language,
        number=before.number + 1,
        text=text,
        by_sms=by_sms,
        by_mail=by_mail,
        author_id=actor_id,
        created_at=now,
    )
    session.add(kept)
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="write_message",
        entity="message_wording",
        entity_id=kept.id,
        now=now,
        details={"template": template, "language": language, "number": str(kept.number)},
    )
    return kept


def checked(template: str, language: str, text: str) -> str:
    """Return words without blanks around them; raises Refused with every problem, each naming its place."""
    text = text.strip().replace("\r\n", "\n")
    if not text:
        raise Refused([Problem("words_missing", "text")])
    known = places(template)
    used = [KEYS.get(name, name) for name in PLACE.findall(text)]
    optional = MAY_BE_LEFT_OUT | ({"signature"} if language == "en" else set())
    problems = [
        Problem("placeholder_unknown", "text", {"place": name}) for name in dict.fromkeys(used) if name not in known
    ]
    problems += [
        Problem("placeholder_missing", "text", {"place": called(key, language)})
        for key in known
        if key not in used and key not in optional
    ]
    if set("{}") & set(PLACE.sub("", text)):
        problems.append(Problem("braces_open", "text"))
    if has_hidden(text, lines=True):
        problems.append(Problem("words_unreadable", "text"))
    if len(text) > LONGEST_TEXT:
        problems.append(Problem("words_too_long", "text", {"limit": str(LONGEST_TEXT)}))
    if problems:
        raise Refused(problems)
    return text


def places(template: str) -> tuple[str, ...]:
    """Return the keys of the places that a message has, in the order of the product's own words."""
    return tuple(dict.fromkeys(PLACE.findall(OWN_WORDS["zh"][template])))


def called(key: str, language: str) -> str:
    """Return what a place is called in words of a language."""
    return NAMES.get(key, key) if language == "zh" else key


def tried(template: str, language: str, text: str, *, house: dict[str, str]) -> str:
    """Return a text filled with samples; `house` gives signature, platform and help line."""
    samples = {key: SAMPLES[language].get(key, key) for key in places(template)}
    return fill(text, samples | house)


def segments(text: str) -> int:
    """Return of how many SMS a text is made.

    >>> [segments("学" * letters) for letters in (1, 70, 71, 134, 135)]
    [1, 1, 2, 2, 3]
    """
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= ONE_SEGMENT else -(-units // PART_OF_SEVERAL)
