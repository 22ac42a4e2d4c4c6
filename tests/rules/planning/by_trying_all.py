"""The best plan by trying every order of every choice: slow, plain, and without any of the planner's own search."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from rules.planning.policies import rule_on


@dataclass
class Tried:
    """Options taken in turn, as approvals would take them."""

    booked: list
    courses: set = field(default_factory=set)
    uses: list = field(default_factory=list)  # rule, once, consumes, outcomes
    counted: Decimal = Decimal(0)

    def takes(self, option):
        """Tell whether nothing but a limit stands in the way of an option."""
        if self.courses & {each for each in option.courses if each}:
            return False
        held = set(option.outcomes)
        for code, once, consumes, outcomes in self.uses:
            shared = held & outcomes
            if shared and (consumes or option.rule.consume):
                return False
            if code == option.rule.code and (once or shared):
                return False
        return True

    def after(self, option, limits, standing):
        """Return what stands after an option was approved; None when it is refused."""
        if not self.takes(option):
            return None
        ruling = rule_on(option.conversion, self.booked, limits, standing)
        if ruling.refusals:
            return None
        use = (option.rule.code, option.rule.once, option.rule.consume, set(option.outcomes))
        return Tried(
            [*self.booked, replace(option.conversion, credits=ruling.granted)],
            self.courses | {each for each in option.courses if each},
            [*self.uses, use],
            self.counted + option.counts(ruling.granted),
        )


def most_credits(options, limits, standing, tried=None):
    """Return the most credits that any sequence of approvals brings."""
    tried = tried or Tried([])
    best = tried.counted
    for option in options:
        after = tried.after(option, limits, standing)
        if after is not None:
            left = [each for each in options if each is not option]
            best = max(best, most_credits(left, limits, standing, after))
    return best
