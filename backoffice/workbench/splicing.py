"""Single clauses written anew in the text of a rule, all others and every comment left to the letter."""

from dataclasses import replace

from grammar.declarations import Rule
from grammar.printer import print_rule
from grammar.words import DECLARATIONS
from rules.analysis.differences import CLAUSES

ORDER = {name: place for place, name in enumerate(CLAUSES)}
INDENT = "  "
CHINESE = DECLARATIONS["_RULE"][0]


def spliced(text: str, before: Rule, after: Rule) -> str:
    """Return a text in which `before` says what `after` does; raises NotParsed when no text can say it."""
    lang = language_of(text, before)
    changed = [name for name in CLAUSES if name != "title" and getattr(before, name) != getattr(after, name)]
    for name in sorted(changed, key=lambda each: _place(before, each), reverse=True):
        text = _with_clause(text, before, name, lines_of(after, name, lang))
    if (before.code, before.title) != (after.code, after.title):
        text = _with_head(text, before, after, lang)
    return text


def language_of(text: str, rule: Rule) -> str:
    """Return the language of a rule's own keyword."""
    return "zh" if text[rule.span.start :].startswith(CHINESE) else "en"


def lines_of(rule: Rule, name: str, lang: str) -> list[str]:
    """Return one clause of a rule as lines; none where the rule does not have it."""
    bare = replace(Rule("R"), **{name: getattr(rule, name)})
    return [line.strip() for line in print_rule(bare, lang).splitlines()[1:]]


def _place(rule: Rule, name: str) -> tuple[int, int]:
    """Return where a clause stands, or will stand: later ones are written first, so that the others keep theirs."""
    spans = [span.start for each, span in rule.clauses if each == name]
    if spans:
        return (min(spans), ORDER[name])
    head = min((span.start for _, span in rule.clauses), default=rule.span.end)
    return (max(_ends_above(rule, name), default=head), ORDER[name])


def _ends_above(rule: Rule, name: str) -> list[int]:
    """Return the ends of the clauses that a new one stands behind."""
    return [span.end for each, span in rule.clauses if ORDER.get(each, 0) < ORDER[name]]


def _with_clause(text: str, rule: Rule, name: str, lines: list[str]) -> str:
    spans = [span for each, span in rule.clauses if each == name]
    if not spans:
        return _inserted(text, rule, name, lines)
    for span in reversed(spans[1:]):
        text = _without(text, span.start, span.end)
    first = spans[0]
    if not lines:
        return _without(text, first.start, first.end)
    return text[: first.start] + f"\n{INDENT}".join(lines) + text[first.end :]


def _inserted(text: str, rule: Rule, name: str, lines: list[str]) -> str:
    ends = _ends_above(rule, name)
    if not ends:  # it comes first
        start = min((span.start for _, span in rule.clauses), default=rule.span.end)
        written = f"\n{INDENT}".join(lines)
        return f"{text[:start]}{written}\n{INDENT}{text[start:]}" if rule.clauses else f"{text}\n{INDENT}{written}"
    end = max(ends)
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if any(end <= span.start < line_end for _, span in rule.clauses):
        line_end = end
    return text[:line_end] + "".join(f"\n{INDENT}{line}" for line in lines) + text[line_end:]


def _without(text: str, start: int, end: int) -> str:
    """Return a text without a stretch, and without its line where nothing else stands on it."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_start:start].strip() or text[end:line_end].strip():
        return text[:start].rstrip(" ") + text[end:]
    return text[:line_start] + text[line_end + 1 :]


def _with_head(text: str, before: Rule, after: Rule, lang: str) -> str:
    head = print_rule(replace(Rule(after.code), title=after.title), lang).splitlines()[0]
    end = min((span.start for _, span in before.clauses), default=before.span.end)
    gap = text[before.span.start : end]
    tail = gap[len(gap.splitlines()[0]) :] if "\n" in gap else " "
    return text[: before.span.start] + head + tail + text[end:]
