"""Figures of a world that was counted by hand, on both databases."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event

from backoffice.recognition.workflow import Conclusion, MaterialCheck
from backoffice.statistics.asking import read
from backoffice.statistics.counting import by_month, by_value, days_of_reviews, stages, total
from backoffice.statistics.listing import rows_of
from backoffice.statistics.measures import (
    FINAL_REVIEWS,
    FIRST_REVIEWS,
    GROWTH,
    LEARNERS,
    MEASURES,
    RECOGNITION_REFUSED,
    RECOGNITION_REVIEWS,
    REFUSED_FINAL,
    REFUSED_FIRST,
    RETURNED,
    REVOKED,
    STOPPED,
    By,
)
from backoffice.statistics.narrowing import Narrowing, Reach
from backoffice.statistics.reasons import Reason
from backoffice.statistics.unused import unused_rules
from tests.backoffice.statistics.small_world import AUTUMN, at, refused, small_world
from tests.factories import make

LABELS = {"from": "开始日期", "to": "结束日期"}


@pytest.fixture
def world(session):
    """Return the small world."""
    return small_world(session)


def figures(session, narrowing, by):
    """Return the figure of each measure of growth, by value."""
    return {each.name: by_value(session, each, narrowing, by) for each in GROWTH if by in each.dimensions}


def test_months_are_those_of_this_house(session, world):
    """The last evening of October by Greenwich is November in Guangdong; credits are what is left of them."""
    found = {each.name: by_month(session, each, AUTUMN).now for each in GROWTH}

    assert world.near.id
    assert found == {
        "learners": {"2020-10": 1, "2020-11": 2},
        "outcomes": {"2020-10": 1, "2020-11": 3},
        "applications": {"2020-10": 1, "2020-11": 2},
        "conversions": {"2020-11": 1},
        "credits": {"2020-11": Decimal("2.00")},
    }


def test_the_year_before_has_the_same_days(session, world):
    """A period that ends on the tenth is held against a year before that ends on the tenth too."""
    later = Narrowing(date(2021, 10, 1), date(2021, 11, 10))
    found = {each.name: by_month(session, each, later) for each in GROWTH}

    assert world.near.id
    assert all(each.now == {} for each in found.values())
    assert found["outcomes"].before == {"2021-10": 1, "2021-11": 3}
    assert found["learners"].before == {"2021-10": 1, "2021-11": 1}  # the third came on the fourteenth


def test_both_ends_of_a_period_belong_to_it(session, world):
    """The account opened in the night to 1 November is of that day, and of no other."""
    nights = [Narrowing(date(2020, *start), date(2020, *end)) for start, end in (((10, 31),) * 2, ((11, 1),) * 2)]

    assert world.near.id
    assert [total(session, LEARNERS, night) for night in nights] == [1, 1]


def test_each_institution_has_its_own(session, world):
    """A learner of two institutions counts for both; what is of none stands alone."""
    near, far = world.near.id, world.far.id

    assert figures(session, AUTUMN, By.INSTITUTION) == {
        "learners": {near: 2, far: 1, None: 1},
        "outcomes": {near: 2, far: 1, None: 1},
        "applications": {near: 1, far: 2},
        "conversions": {far: 1},
        "credits": {far: 2},
    }


def test_kinds_are_those_of_outcomes_and_of_targets(session, world):
    """An outcome counts for its own kind, applications and credits for that of their target."""
    kind, other = world.kind.id, world.other.id
    found = figures(session, AUTUMN, By.KIND)

    assert found["outcomes"] == {kind: 2, other: 2}
    assert found["applications"] == {kind: 1, other: 2}
    assert (found["conversions"], found["credits"]) == ({other: 1}, {other: 2})


def test_rules_count_what_was_taken_back_too(session, world):
    """A reversal counts against the rule of the decision that it reverses; without a rule it is a judgement."""
    rule = world.rule.rule_id
    found = figures(session, AUTUMN, By.RULE)

    assert found == {"applications": {rule: 2, None: 1}, "conversions": {rule: 1}, "credits": {rule: 2}}


def test_outcomes_come_so_far(session, world):
    """Added, recognised, applied, passed, converted; what a conversion added itself is left out."""
    far = AUTUMN.choose(By.KIND, world.other.id)

    assert stages(session, AUTUMN) == [3, 2, 3, 2, 1]
    assert stages(session, far) == [1, 0, 1, 1, 0]


def test_reviews_took_so_many_days(session, world):
    """Days of the calendar since the case came to the review; a correction begins them anew."""
    first, final = days_of_reviews(session, FIRST_REVIEWS, AUTUMN), days_of_reviews(session, FINAL_REVIEWS, AUTUMN)

    assert world.near.id
    assert first.counts == {("2020-10", 3): 1, ("2020-11", 9): 1, ("2020-11", 1): 1, ("2020-11", 0): 1}
    assert final.counts == {("2020-11", 25): 1, ("2020-11", 11): 1}
    assert days_of_reviews(session, RECOGNITION_REVIEWS, AUTUMN).counts == {("2020-10", 5): 1}
    assert (first.within(50), first.within(90), first.late(5), first.of("2020-11").done()) == (1, 9, 1, 3)
    assert total(session, FIRST_REVIEWS, AUTUMN.lasting(least=1, most=3)) == 2


def test_refusals_have_reasons(session, world):
    """What was found in the originals counts until the learner corrects; without a rule it was judged."""
    assert world.near.id
    assert by_value(session, RETURNED, AUTUMN, By.REASON) == {Reason.MISSING: 1}
    assert by_value(session, REFUSED_FIRST, AUTUMN, By.REASON) == {Reason.JUDGED: 1}
    assert by_value(session, REFUSED_FINAL, AUTUMN, By.REASON) == {Reason.UNCHECKED: 1}
    assert total(session, RETURNED, AUTUMN.choose(By.REASON, Reason.MISSING)) == 1
    assert total(session, RETURNED, AUTUMN.choose(By.REASON, Reason.DIFFER)) == 0


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"check": MaterialCheck.DIFFERS}, Reason.DIFFER),
        ({"check": MaterialCheck.MATCHES}, Reason.REMARKS),
        ({"check": MaterialCheck.DIFFERS, "corrected": True}, Reason.UNCHECKED),
        ({"check": MaterialCheck.MATCHES, "conclusion": Conclusion.AGAINST}, Reason.ADVISED),
        ({"check": MaterialCheck.MATCHES, "conclusion": Conclusion.FOR}, Reason.REMARKS),
        ({"check": MaterialCheck.MATCHES, "step": "stop_rule"}, Reason.STOPPED),
        ({"check": MaterialCheck.MATCHES, "step": "revoke"}, Reason.REVOKED),
    ],
)
def test_a_reason_is_read_from_records(session, given, reason):
    """The newest look at the originals, the assessor's conclusion, the step: never the remarks."""
    refused(session, **given)
    measure = {"stop_rule": STOPPED, "revoke": REVOKED}.get(given.get("step"), REFUSED_FINAL)

    assert by_value(session, measure, AUTUMN, By.REASON) == {reason: 1}


@pytest.mark.parametrize(
    ("check", "reason"), [(MaterialCheck.NOT_HANDED_IN, Reason.MISSING), (MaterialCheck.MATCHES, Reason.REMARKS)]
)
def test_recognitions_have_reasons_too(session, check, reason):
    """By what the institution found before the centre decided."""
    asked = make(session, "RecognitionApplication", applied_at=at(11, 1))
    for step, found, day in (("apply", None, 1), ("check_originals", check, 2), ("refuse", None, 3)):
        given = {"originals_check": found, "happened_at": at(11, day)}
        make(session, "RecognitionRecord", application=asked, step=step, **given)

    assert by_value(session, RECOGNITION_REFUSED, AUTUMN, By.REASON) == {reason: 1}


def test_a_rule_in_force_that_nobody_used(session, world):
    """It is there with the day since when; a rule that any application names is not."""
    found = unused_rules(session, on=date(2020, 11, 15))

    assert [(each.version_id, each.since) for each in found.items] == [(world.unused.id, date(2020, 9, 1))]
    assert found.total == 1
    assert unused_rules(session, on=date(2020, 8, 1)).total == 0


@pytest.mark.parametrize("name", MEASURES)
def test_a_list_holds_what_its_figure_counts(session, name):
    """Under every sort of narrowing the figure is the number of rows, or their sum; none comes twice."""
    world, measure = small_world(session), MEASURES[name]
    parts = [
        AUTUMN,
        AUTUMN.choose(By.INSTITUTION, world.far.id),
        AUTUMN.choose(By.KIND, world.other.id),
        Narrowing(AUTUMN.since, AUTUMN.until, reach=Reach(institutions=(world.near.id, world.far.id))),
        Narrowing(AUTUMN.since, AUTUMN.until, reach=Reach(committees=(world.committee.id,))),
    ]
    for part in parts:
        rows, figure = rows_of(session, measure, part, page=1, size=25), total(session, measure, part)
        keys = [(line.entity, line.key, line.cells) for line in rows.page.items]

        assert len(set(keys)) == len(keys) == rows.page.total
        assert rows.figure == figure
        added = sum((line.cells[1] for line in rows.page.items), Decimal(0)) if measure.total is not None else len(keys)
        assert added == figure


def test_nobody_sees_beyond_their_seats(session, world):
    """An institution's administrator counts what is their institution's; a committee has no learners or outcomes."""
    seated = Narrowing(AUTUMN.since, AUTUMN.until, reach=Reach(institutions=(world.near.id,)))
    committee = Narrowing(AUTUMN.since, AUTUMN.until, reach=Reach(committees=(world.committee.id,)))
    unseated = Narrowing(AUTUMN.since, AUTUMN.until, reach=Reach(institutions=()))

    assert [total(session, each, seated) for each in GROWTH] == [2, 2, 1, 0, 0]
    assert [total(session, each, seated.choose(By.INSTITUTION, world.far.id)) for each in GROWTH] == [0] * 5
    assert [total(session, each, committee) for each in GROWTH] == [0, 0, 3, 1, 2]
    assert [total(session, each, unseated) for each in GROWTH] == [0] * 5


def test_an_address_names_what_it_narrows_to(session, world):
    """By code or by title; an institution beyond one's reach is as unknown as one that does not exist."""
    on = date(2020, 11, 15)
    typed = {"institution": world.far.title, "kind": world.kind.code, "rule": "-"}
    asked = read(session, typed, reach=Reach(), on=on, labels=LABELS)
    foreign = read(session, typed, reach=Reach(institutions=(world.near.id,)), on=on, labels=LABELS)

    assert asked.problems == ()
    assert asked.narrowing.chosen == {By.INSTITUTION: world.far.id, By.KIND: world.kind.id, By.RULE: None}
    assert (asked.narrowing.since, asked.narrowing.until) == (date(2019, 12, 1), on)
    assert [each.code for each in foreign.problems] == ["institution_not_found"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ({"from": "2020-11-02", "to": "2020-11-01"}, ["period_reversed"]),
        ({"from": "2020-02-30"}, ["field_not_a_date"]),
        ({"from": "x", "to": "0001-01-01"}, ["field_not_a_date", "field_not_a_date"]),
        ({"from": "2000-01-01", "to": "2020-01-01"}, ["period_too_long"]),
        (
            {"institution": "无此机构", "kind": "无", "rule": "无", "reason": "无"},
            ["institution", "kind", "rule", "reason"],
        ),
        ({"from": "2999-01-01"}, []),
        ({"least": "x" * 9}, []),
    ],
)
@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_a_bad_filter_is_told(session, typed, codes):
    """Each with its own code; a period to come is no mistake."""
    found = read(session, typed, reach=Reach(), on=date(2020, 11, 15), labels=LABELS).problems

    assert [each.code.removesuffix("_not_found") for each in found] == codes


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_a_figure_is_one_statement(session, world):
    """However many months, institutions or stages there are."""
    sent = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: sent.append(told[2]))
    by_month(session, LEARNERS, AUTUMN)
    by_value(session, LEARNERS, AUTUMN, By.INSTITUTION)
    stages(session, AUTUMN.choose(By.KIND, world.kind.id))
    days_of_reviews(session, FIRST_REVIEWS, AUTUMN)

    assert len(sent) == 4
