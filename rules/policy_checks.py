"""What is wrong with the clauses of one policy, and with caps wherever they stand."""

from collections.abc import Iterator
from decimal import Decimal

from grammar.clauses import Cap
from grammar.declarations import Policy, Rule
from rules.book import Book
from rules.findings import Finding
from rules.nearest import Nearest
from rules.words import fold

FULL = Decimal(100)


def policy_findings(policy: Policy, book: Book) -> Iterator[Finding]:
    """Yield what a policy lacks, and the rules that it names and no file declares."""
    if policy.scope is None:
        yield Finding("scope_missing", policy.span, {"policy": policy.code})
    if policy.cap is None and policy.most_uses is None and policy.best is None:
        yield Finding("limit_missing", policy.span, {"policy": policy.code})
    if policy.among is not None and policy.among.what == "rules":
        declared = {fold(rule.code): rule.code for rule in book.rules}
        for name in policy.among.names:
            if fold(name) not in declared:
                near = Nearest(declared.values()).find(name)
                yield Finding("among_unknown", policy.among.span, {"name": name} | ({"near": near} if near else {}))


def cap_findings(declaration: object) -> Iterator[Finding]:
    """Yield the caps that allow nothing, or more than there is."""
    match declaration:
        case Rule(caps=caps):
            yield from (_cap_finding(cap) for cap in caps if _is_unfit(cap))
        case Policy(cap=Cap() as cap) if _is_unfit(cap):
            yield _cap_finding(cap)


def _is_unfit(cap: Cap) -> bool:
    return cap.amount <= 0 or (cap.unit == "percent" and cap.amount > FULL)


def _cap_finding(cap: Cap) -> Finding:
    return Finding("cap_out_of_range", cap.span, {"amount": f"{cap.amount:f}", "unit": cap.unit})
