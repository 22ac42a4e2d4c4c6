"""Publishing rules: only what the language accepts, and never by the person who wrote it."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.rulebook.entries import add_entry
from backoffice.rulebook.models import ConversionRule, RuleVersion, VersionState
from grammar.clauses import Effective
from grammar.declarations import Policy, Rule
from grammar.parser import parse
from grammar.problems import Problem as TextProblem
from rules.checker import check
from rules.replay import text_hash


def publish_rule(session: Session, *, text: str, author_id: int, publisher_id: int, now: datetime) -> RuleVersion:
    """Publish a text that holds one rule or one policy, with the scales, aliases and sets that it relies on.

    A rule's text may hold policies beside it; they bind all conversions, as those published alone do. Raises Refused
    when the text has a problem or one person would write and publish. The version in force before is retired, or
    ends the day before a later start; applications that were made under it keep it.
    """
    if author_id == publisher_id:
        raise refuse("same_person_publishes", "publisher")
    rule = read_declaration(text)
    _check_named(session, rule)
    parent = _locked(session, rule.code)
    query = select(RuleVersion).where(RuleVersion.rule_id == parent.id).order_by(RuleVersion.number)
    older = session.scalars(query.execution_options(populate_existing=True)).all()
    if any(isinstance(read_declaration(each.text), Rule) != isinstance(rule, Rule) for each in older[-1:]):
        raise refuse("name_of_another", "text", name=rule.code)
    number = rule.version or max((each.number for each in older), default=0) + 1
    if any(each.number == number for each in older):
        raise refuse("version_taken", "text", number=str(number))
    version = version_of(rule, text, rule_id=parent.id, number=number)
    version.author_id, version.publisher_id = author_id, publisher_id
    version.published_at = now
    for each in older:
        if each.state is VersionState.PUBLISHED:
            _supersede(each, first_day(rule.effective), today=day_of(now))
    session.add(version)
    session.flush()
    if isinstance(rule, Rule):
        add_entry(session, version.id, rule)
    audit.record(
        session, actor_id=publisher_id, action="publish_rule", entity="rule_version", entity_id=version.id, now=now
    )
    return version


def _check_named(session: Session, declared: Rule | Policy) -> None:
    """Refuse a policy on a rule that nobody has published: it would bind nothing."""
    if isinstance(declared, Policy) and declared.among is not None and declared.among.what == "rules":
        names = declared.among.names
        known = set(session.scalars(select(ConversionRule.code).where(ConversionRule.code.in_(names))))
        unknown = [each for each in names if each not in known]
        if unknown:
            raise Refused(Problem("policy_names_no_rule", "text", {"name": each}) for each in unknown)


def _locked(session: Session, code: str) -> ConversionRule:
    """Return the rule of this name with its row locked, so that its versions are published one after the other."""
    query = select(ConversionRule).where(ConversionRule.code == code).with_for_update()
    found = session.scalar(query)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            session.add(ConversionRule(code=code))
    except IntegrityError:  # somebody else has just added it
        session.expire_all()
    return session.scalars(query).one()


def _supersede(older: RuleVersion, start: date | None, *, today: date) -> None:
    """End a version that a newer one replaces: at once, or the day before the newer one starts."""
    if start is None or start <= today:
        older.state = VersionState.RETIRED
        return
    last = start - timedelta(days=1)
    older.effective_until = min(older.effective_until or last, last)


def read_declaration(text: str, lang: str = "zh") -> Rule | Policy:
    """Return the one rule of a text, or its one policy; raises Refused with every problem, each with its line."""
    parsed = parse(text)
    problems = [_problem(each, lang) for each in parsed.problems]
    rules: list[Rule | Policy] = [each for each in parsed.file.declarations if isinstance(each, Rule)]
    policies: list[Rule | Policy] = [each for each in parsed.file.declarations if isinstance(each, Policy)]
    declared = rules or policies
    if not problems and len(declared) != 1:
        problems = [Problem("one_rule_per_version", "text", {"count": str(len(declared))})]
    if not problems and policies:
        problems = [_problem(each, lang) for each in check([parsed.file]) if _weighs(each)]
    if problems:
        raise Refused(problems)
    return declared[0]


def _weighs(found: TextProblem) -> bool:
    """Tell whether a finding stops a policy; the rules that it names stand in texts of their own."""
    return found.severity == "error" and found.code != "among_unknown"


def _problem(found: TextProblem, lang: str) -> Problem:
    return Problem("rule_text", "text", {"line": str(found.span.line), "message": found.message(lang)})


def version_of(rule: Rule | Policy, text: str, *, rule_id: int, number: int) -> RuleVersion:
    """Return the published version of a rule or policy; author and publisher are still to be named."""
    return RuleVersion(
        rule_id=rule_id,
        number=number,
        title=rule.title or rule.code,
        note=rule.note or "",
        text=text,
        text_hash=text_hash(text),
        state=VersionState.PUBLISHED,
        effective_from=first_day(rule.effective),
        effective_until=last_day(rule.effective),
    )


def first_day(effective: Effective | None) -> date | None:
    """Return the first day of a rule; None when it has none."""
    return effective.start.value if effective and effective.start else None


def last_day(effective: Effective | None) -> date | None:
    """Return the last day of a rule; None when it has none."""
    return effective.end.value if effective and effective.end else None
