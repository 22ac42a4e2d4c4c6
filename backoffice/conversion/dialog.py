"""The window 成果转换: what every rule says of an outcome, narrowed, page by page, as things are or as supposed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.cards import card
from backoffice.conversion.foretelling import foretold
from backoffice.conversion.ranking import Ranked, Situation, ranked, situation_of
from backoffice.conversion.supposing import CERTIFICATE, Supposed
from backoffice.kernel.paging import Page
from backoffice.kernel.problems import Problem
from backoffice.kernel.wording import message
from backoffice.outcomes.models import LearnerOutcome
from rules.planning.sentences import sentence_of
from rules.planning.terms import Terms
from rules.truth import Truth
from rules.words import fold

RULES_PER_PAGE = 20
SHOWN = {"fits": Truth.YES, "lacks": Truth.PENDING, "no": Truth.NO}
LONGEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the rules are narrowed by; `least` is in credits, `show` one of fits, lacks, no, or "" for all."""

    words: str = ""
    institution: str = ""
    programme: str = ""
    least: Decimal | None = None
    show: str = ""

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> "Narrowing":
        """Read a form; a number of credits that is none narrows nothing."""
        show = typed.get("show", "")
        return cls(
            typed.get("words", "").strip(),
            typed.get("institution", ""),
            typed.get("programme", ""),
            _number(typed.get("least", "").strip()),
            show if show in SHOWN else "",
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the window is asked for: the narrowing, what is supposed, the chosen version (0 for none), the page."""

    narrowing: Narrowing
    supposed: Supposed
    chosen: int
    page: int


@dataclass(frozen=True, slots=True)
class Choosing:
    """What the window shows: cards of one page, how many rules say what, the chosen rule, and what narrows."""

    situation: Situation
    page: Page[Ranked]
    cards: list[dict[str, object]]
    counts: Mapping[str, int]
    chosen: dict[str, object] | None
    institutions: Sequence[str]
    programmes: Sequence[str]
    narrowing: Narrowing
    closed: str


def choosing(
    session: Session, asked: Asked, *, learner: Learner, outcome: LearnerOutcome, on: date, terms: Terms, lang: str
) -> Choosing:
    """Weigh every rule, and explain those of the page that is shown and the one that is chosen."""
    narrowing, supposed = asked.narrowing, asked.supposed
    situation = situation_of(session, learner=learner, outcome=outcome, on=on, supposed=supposed)
    found = ranked(session, situation, on=on)
    within = [each for each in found if _within(each, narrowing)]
    kept = [each for each in within if not narrowing.show or each.answer.truth is SHOWN[narrowing.show]]
    number = min(max(1, asked.page), max(1, -(-len(kept) // RULES_PER_PAGE)))
    shown = kept[(number - 1) * RULES_PER_PAGE : number * RULES_PER_PAGE]
    taken = [each for each in found if each.live.version_id == asked.chosen and each.answer.truth is Truth.YES]
    explained = {each.live.version_id: (each, each.explained()) for each in [*shown, *taken]}
    options = [option for _each, option in explained.values()]
    warned = foretold(session, options, learner=learner, on=on, terms=terms)
    cards = {
        version_id: card(option, lang, closed=each.closed)
        | {
            "warnings": [sentence_of(breach, lang) for breach in warned.get(version_id, ())],
            "links": _links(each, outcome) if supposed.nothing else [],
            "open": option.open and supposed.nothing,
        }
        for version_id, (each, option) in explained.items()
    }
    return Choosing(
        situation,
        Page(shown, len(kept), number, RULES_PER_PAGE),
        [cards[each.live.version_id] for each in shown],
        {"all": len(within)} | {name: _count(within, truth) for name, truth in SHOWN.items()},
        next((cards[each.live.version_id] | {"note": each.live.rule.note or ""} for each in taken), None),
        _titles(target.institution.title for each in found for target in each.named.values()),
        _titles(target.programme.title for each in found for target in each.named.values() if target.programme),
        narrowing,
        message(Problem(situation.closed), lang) if situation.closed else "",
    )


def _count(found: Sequence[Ranked], truth: Truth) -> int:
    return sum(each.answer.truth is truth for each in found)


def _titles(titles: Iterable[str]) -> list[str]:
    return sorted(set(titles))


def _within(each: Ranked, narrowing: Narrowing) -> bool:
    targets = each.named.values()
    if narrowing.institution and all(target.institution.title != narrowing.institution for target in targets):
        return False
    titles = [target.programme.title for target in targets if target.programme]
    if narrowing.programme and narrowing.programme not in titles:
        return False
    if narrowing.words:
        spoken = [each.live.title, each.live.rule.code, *each.answer.targets, *titles]
        spoken += [target.institution.title for target in targets]
        if fold(narrowing.words) not in fold(" ".join(spoken)):
            return False
    return narrowing.least is None or _credits(each) >= narrowing.least


def _credits(each: Ranked) -> Decimal:
    """Return what a rule gives, or would give; what is not known yet counts as nothing."""
    if each.answer.truth is Truth.YES:
        return each.answer.credits or Decimal(0)
    return sum((grant.credits or Decimal(0) for grant in each.explained().verdict.grants), Decimal(0))


def _links(each: Ranked, outcome: LearnerOutcome) -> list[tuple[str, str]]:
    """Return where the learner can fill in what a rule waits for, each place once."""
    if each.answer.truth is not Truth.PENDING:
        return []
    places = [_place_of(name, outcome) for name in each.answer.missing]
    return list(dict.fromkeys(place for place in places if place))


def _place_of(fact: str, outcome: LearnerOutcome) -> tuple[str, str] | None:
    if fact.startswith("learner.holds"):
        return _("去添加成果"), url_for("AddOutcomeView.add")
    if fact.startswith("learner."):
        return _("去补填个人信息"), url_for("MyOutcomesView.mine")
    holder = fact.partition(".")[0]
    if holder.isdecimal() and holder != CERTIFICATE:
        return _("去补填成果信息"), url_for("MyOutcomesView.show", outcome_id=int(holder) or outcome.id)
    return None


def _number(text: str) -> Decimal | None:
    if not text or len(text) > LONGEST_NUMBER or not text.isascii():
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
