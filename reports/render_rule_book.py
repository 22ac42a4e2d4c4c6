"""Prints a volume of the rule book (规则汇编) with its cover and contents, the same bytes for the same content."""

from datetime import UTC, datetime, time

from reports.dressing import inks_of
from reports.look import STANDARD
from reports.microprint import microprint
from reports.ornament import COVER, frame_behind
from reports.press import print_paper, templates
from reports.refusals import Unprintable
from reports.rule_book import MOST_RULES, RuleBookContent, digest_of
from reports.sheets import Lengths, fit_to_print

LENGTHS = Lengths(plain=200, by_field={"text": 20_000, "note": 2000, "sentences": 4000, "basis": 400}, items=MOST_RULES)


def render_rule_book(content: RuleBookContent) -> bytes:
    """Print a volume on A4; raises `Unprintable` and `GlyphMissing` as proofs do."""
    shown = fit_to_print(content, LENGTHS)
    if shown.rules + len(shown.policies) > MOST_RULES:
        raise Unprintable("parts", f"more than {MOST_RULES} rules")
    page = (
        templates()
        .get_template("rule_book.html")
        .render(content=shown, digest=digest_of(content), moment=f"{content.made_on.isoformat()}T00:00:00Z")
    )
    return print_paper(
        page,
        "report.css",
        "rule_book.css",
        moment=datetime.combine(content.made_on, time(), UTC),
        finisher=frame_behind(microprint(f"RULES {content.on.isoformat()}"), inks_of(STANDARD), pages=COVER),
    )
