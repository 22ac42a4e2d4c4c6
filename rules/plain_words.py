"""A rule in plain sentences, for those who will never read its text: Chinese and English."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from grammar import nodes as n
from grammar.clauses import Cap, Ratio, RatioByScore
from grammar.declarations import Rule
from rules.phrases import ATTRIBUTES, DATE_REQUIREMENTS, DATES, PERIODS, REQUIREMENTS, UNITS
from rules.sentences import BETWEEN_HAN
from rules.words import KINDS, kind_of

Pair = tuple[str, str]
FULL_RATIO = Decimal(100)
OFFERS: Pair = ("凭{source}，可以换得{target}。", "With {source} you can obtain {target}.")
WAIVES: Pair = (
    "凭{source}，可以免修{target}，不计学分。",
    "With {source} you are exempt from {target}, without credits.",
)
REFUSES: Pair = ("凭{source}，不能换得{target}。", "With {source} you cannot obtain {target}.")
CONDITION: Pair = ("要求：{words}。", "Required: {words}.")
RATIO: Pair = ("转换比例 {percent}%。", "Ratio: {percent}%.")
BAND: Pair = ("成绩 {low} 到 {high}，转换比例 {percent}%。", "Score {low} to {high}: ratio {percent}%.")
MODES: dict[str, Pair] = {
    "source": ("按您成果的学分计算。", "Credits are those of your outcome."),
    "lesser": ("取您的成果与目标课程中较低的学分。", "Credits are the lesser of your outcome’s and the target’s."),
    "hours": ("按您成果的学时折算学分。", "Credits are computed from the study hours of your outcome."),
}
VALID: Pair = ("成果取得后 {count} {unit}内可以转换。", "The outcome converts within {count} {unit} of its award.")
VALID_UNITS: dict[str, Pair] = {"years": ("年", "years"), "months": ("个月", "months")}
CAP: Pair = ("最多换得 {amount}{unit}。", "At most {amount}{unit}.")
CAP_UNITS: dict[str, Pair] = {
    "percent": ("% 的专业总学分", "% of the programme’s credits"),
    "credits": (" 学分", " credits"),
}
ONCE: Pair = ("每人只能使用一次。", "Each learner may use it once.")
CONSUMES: Pair = ("用过的成果不能再用于其他转换。", "The outcome serves no other conversion afterwards.")
JUDGED: Pair = ("须由审核人员认定：{name}。", "A reviewer judges: {name}.")
EFFECTIVE: Pair = ("规则有效期：{period}。", "In force: {period}.")
REASON: Pair = ("原因：{words}。", "Reason: {words}.")
ANY: Pair = ("任何{kind}", "any {kind}")
CODE: Pair = ("编号 {code}", "code {code}")
CREDITS: Pair = ("{credits} 学分", " ({credits} credits)")
ELECTIVE: Pair = ("选修学分", "elective credits")
CHOICE: Pair = ("下列中的 {count} 项（{options}）", "{count} of these: {options}")
NAMED_SET: Pair = ("“{name}”中的 {count} 项", "{count} of “{name}”")
WHERE: Pair = ("{outcome}（{words}）", "{outcome} ({words})")
MEMBER: Pair = ("是{wanted}的学员", "be a learner of {wanted}")
NOT_MEMBER: Pair = ("不是{wanted}的学员", "not be a learner of {wanted}")
HOLDS: Pair = ("持有{wanted}", "hold {wanted}")
NOT_HOLDS: Pair = ("未持有{wanted}", "not hold {wanted}")
NOT: Pair = ("不得有这种情况：{words}", "this must not hold: {words}")
AND: Pair = ("，并且", ", and ")
OR: Pair = ("，或者", ", or ")
LIST: Pair = ("、", ", ")
ENGLISH_KINDS = {chinese: word.replace("_", " ") for word, chinese in reversed(KINDS.items())}


def sentences_of_rule(rule: Rule, lang: str = "zh") -> tuple[str, ...]:
    """Return what a rule says: first what it gives for what, then each thing that it asks for."""
    return tuple(_set(each, lang) for each in _sentences(rule, english=lang == "en"))


def _set(words: str, lang: str) -> str:
    """Return words as they are printed: Chinese has no blanks between its letters."""
    return words if lang == "en" else BETWEEN_HAN.sub("", words)


def source_in_words(source: n.Source | None, lang: str = "zh") -> str:
    """Return what a rule starts from; "" when it starts from nothing."""
    return "" if source is None else _set(_source(source, english=lang == "en"), lang)


def target_in_words(target: n.Target, lang: str = "zh") -> str:
    """Return what a rule leads to, with its credits where the rule names them."""
    return _set(_target(target, english=lang == "en"), lang)


def ratios_of(rule: Rule) -> tuple[Decimal, ...]:
    """Return the ratios that a rule can grant, in percent, the lowest first; a rule that says nothing grants all."""
    match rule.ratio:
        case Ratio(percent=percent):
            return (percent,)
        case RatioByScore(bands=bands):
            return tuple(sorted({band.percent for band in bands}))
        case None:
            return (FULL_RATIO,)


def _sentences(rule: Rule, *, english: bool) -> Iterator[str]:
    targets = LIST[english].join(_target(each, english=english) for each in rule.targets)
    form = REFUSES if rule.refusal else WAIVES if rule.waiver else OFFERS
    yield form[english].format(source=source_in_words(rule.source, "en" if english else "zh"), target=targets)
    reason = (rule.refusal and rule.refusal.reason) or (rule.waiver and rule.waiver.reason)
    if reason:
        yield REASON[english].format(words=reason)
    if rule.condition is not None:
        yield CONDITION[english].format(words=_condition(rule.condition, english=english))
    if not rule.refusal and not rule.waiver:
        yield from _payment(rule, english=english)
    yield from _limits(rule, english=english)


def _payment(rule: Rule, *, english: bool) -> Iterator[str]:
    if isinstance(rule.ratio, RatioByScore):
        for band in rule.ratio.bands:
            yield BAND[english].format(low=_plain(band.low), high=_plain(band.high), percent=_plain(band.percent))
    else:
        yield RATIO[english].format(percent=_plain(ratios_of(rule)[0]))
    if rule.credits is not None and rule.credits.name in MODES:
        yield MODES[rule.credits.name][english]


def _limits(rule: Rule, *, english: bool) -> Iterator[str]:
    for judgement in rule.judgements:
        yield JUDGED[english].format(name=judgement.name)
    if rule.validity is not None:
        unit = VALID_UNITS[rule.validity.unit][english]
        yield VALID[english].format(count=rule.validity.count, unit=unit)
    if rule.once:
        yield ONCE[english]
    if rule.consume:
        yield CONSUMES[english]
    yield from (_cap(each, english=english) for each in rule.caps)
    if rule.effective is not None:
        start, end = rule.effective.start, rule.effective.end
        period = PERIODS[english][start is not None, end is not None]
        yield EFFECTIVE[english].format(period=period.format(start=start and start.text, end=end and end.text))


def _cap(cap: Cap, *, english: bool) -> str:
    return CAP[english].format(amount=_plain(cap.amount), unit=CAP_UNITS[cap.unit][english])


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _reference(reference: n.Reference, *, english: bool) -> str:
    """Return an outcome as people name it: its title, and in brackets its kind, code and place."""
    kind = ENGLISH_KINDS.get(kind_of(reference.kind), reference.kind) if english else kind_of(reference.kind)
    places = [each for each in (reference.institution, reference.programme) if each]
    if reference.title is None and reference.code is None:
        any_of = ANY[english].format(kind=kind)
        return f"{any_of}（{LIST[0].join(places)}）" if places and not english else " ".join([any_of, *places])
    numbered = [CODE[english].format(code=reference.code)] if reference.code else []
    about = ("，", ", ")[english].join([kind, *numbered, *places])
    title = reference.title or reference.code
    return f"“{title}” ({about})" if english else f"“{title}”（{about}）"


def _source(source: n.Source, *, english: bool) -> str:
    match source:
        case n.SourceReference() | n.SourcePool():
            return _where(_reference(source.reference, english=english), source.where, english=english)
        case n.SourceAll(members=members):
            return ("和", " and ")[english].join(_source(each, english=english) for each in members)
        case n.SourceEither(members=members):
            return ("或", " or ")[english].join(_source(each, english=english) for each in members)
        case n.SourceCount():
            return _where(_counted(source, english=english), source.where, english=english)


def _counted(source: n.SourceCount, *, english: bool) -> str:
    if source.named_set is not None:
        return NAMED_SET[english].format(name=source.named_set, count=source.count)
    options = LIST[english].join(_source(each, english=english) for each in source.members)
    return CHOICE[english].format(count=source.count, options=options)


def _target(target: n.Target, *, english: bool) -> str:
    match target:
        case n.TargetReference() | n.TargetPool():
            named = _where(_reference(target.reference, english=english), target.where, english=english)
            return named + _credits(target.credits, english=english)
        case n.Elective(title=title, credits=credits_):
            named = f"“{title}”" if title else ELECTIVE[english]
            return named + _credits(credits_, english=english)
        case n.Choice(count=count, options=options):
            said = [("和", " and ")[english].join(_target(each, english=english) for each in one) for one in options]
            return CHOICE[english].format(count=count, options=LIST[english].join(said))


def _credits(credits_: Decimal | None, *, english: bool) -> str:
    return "" if credits_ is None else CREDITS[english].format(credits=_plain(credits_))


def _where(outcome: str, condition: n.Condition | None, *, english: bool) -> str:
    if condition is None:
        return outcome
    return WHERE[english].format(outcome=outcome, words=_condition(condition, english=english))


def _condition(condition: n.Condition, *, english: bool) -> str:
    match condition:
        case n.Comparison() | n.Inclusion() | n.Between():
            return _test(condition, english=english)
        case n.MemberOf(institutions=institutions, negated=negated):
            wanted = LIST[english].join(f"“{each}”" for each in institutions)
            return (NOT_MEMBER if negated else MEMBER)[english].format(wanted=wanted)
        case n.Holds(reference=reference, where=where, negated=negated):
            wanted = _where(_reference(reference, english=english), where, english=english)
            return (NOT_HOLDS if negated else HOLDS)[english].format(wanted=wanted)
        case n.Not(member=member):
            return NOT[english].format(words=_condition(member, english=english))
        case n.And(members=members):
            return AND[english].join(_bracketed(each, english=english) for each in members)
        case n.Or(members=members):
            return OR[english].join(_bracketed(each, english=english) for each in members)


def _bracketed(condition: n.Condition, *, english: bool) -> str:
    words = _condition(condition, english=english)
    if not isinstance(condition, n.And | n.Or):
        return words
    return f"({words})" if english else f"（{words}）"


def _test(test: n.Comparison | n.Inclusion | n.Between, *, english: bool) -> str:
    match test:
        case n.Comparison(operator=sign, value=value):
            wanted = _value(value, english=english)
        case n.Inclusion(values=values, negated=negated):
            sign, wanted = "not in" if negated else "in", _values(values, english=english)
        case n.Between(low=low, high=high):
            sign, wanted = "between", _values((low, high), english=english)
    subject = test.subject
    label = subject.label if isinstance(subject, n.OutcomeAttribute) and subject.label else None
    patterns = REQUIREMENTS | DATE_REQUIREMENTS if subject.name in DATES else REQUIREMENTS
    asked = wanted + UNITS.get(subject.name, ("", ""))[english]
    requirement = patterns[sign][english].format(wanted=asked)
    return f"{label or ATTRIBUTES[subject.name][english]}{' ' if english else ''}{requirement}"


def _values(values: Iterable[n.Value], *, english: bool) -> str:
    return LIST[english].join(_value(each, english=english) for each in values)


def _value(value: n.Value, *, english: bool) -> str:
    match value:
        case n.Number(value=number):
            return _plain(number)
        case n.Day(text=text):
            return text
        case n.Text(value=word):
            return word
        case n.SourceAttribute(attribute=attribute):
            return attribute.label or ATTRIBUTES[attribute.name][english]
