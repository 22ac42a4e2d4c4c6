"""The second factor: RFC 6238 with one step of grace, each code once, recovery codes, and a limit on guesses."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.second_factor import (
    STEP,
    begin_enrolment,
    check_second,
    confirm_enrolment,
    confirmed_factor,
    factor_of,
    lacking,
    renew_recovery_codes,
    reset_factor,
)
from backoffice.kernel.models import AuditEvent
from tests.backoffice.conftest import PASSWORD


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def user(opened):
    """Return somebody of the centre."""
    return opened.scalars(select(User).filter_by(username="centre")).one()


@pytest.fixture
def enrolled(opened, user, sealer, now):
    """Return the secret and the recovery codes of that person."""
    secret = begin_enrolment(opened, user.id, sealer=sealer, now=now)
    codes = confirm_enrolment(opened, user.id, pyotp.TOTP(secret).at(now), sealer=sealer, now=now)
    opened.commit()
    return pyotp.TOTP(secret), codes


def told(problem):
    """Return a problem's code; nothing for none."""
    return problem.code if problem else ""


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (20000000000, "65353130")],
)
def test_the_library_makes_the_codes_of_the_standard(second, code):
    """The vectors of RFC 6238, appendix B, for SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    assert pyotp.TOTP(secret, digits=8).at(datetime.fromtimestamp(second, UTC)) == code


def test_an_enrolment_counts_once_it_is_confirmed(opened, user, codes, sealer, now):
    """The same secret is shown until a code proves that the phone has it; then it is shown no more."""
    secret = begin_enrolment(opened, user.id, sealer=sealer, now=now)
    wrong = codes(confirm_enrolment, opened, user.id, "000000x", sealer=sealer, now=now)

    assert wrong == ["factor_wrong"]
    assert confirmed_factor(opened, user.id) is None
    assert lacking(opened, [user.id]) == {user.id}
    assert begin_enrolment(opened, user.id, sealer=sealer, now=now) == secret
    recovery = confirm_enrolment(opened, user.id, pyotp.TOTP(secret).at(now), sealer=sealer, now=now)
    kept = factor_of(opened, user.id)
    assert len(set(recovery)) == 10
    assert secret.encode() not in kept.secret_sealed
    assert not set(recovery) & set(kept.recovery_index)
    assert codes(begin_enrolment, opened, user.id, sealer=sealer, now=now) == ["factor_there"]


def test_a_code_holds_for_a_step_either_way_and_once(opened, user, enrolled, sealer, now):
    """The steps beside the present are accepted, none further; a code that was used, or an older one, never again."""
    maker, _recovery = enrolled
    then = now + timedelta(minutes=10)

    def tried(moment):
        return told(check_second(opened, user, maker.at(moment), sealer=sealer, now=then))

    assert tried(then - 2 * STEP) == "factor_wrong"
    assert tried(then + 2 * STEP) == "factor_wrong"
    assert tried(then - STEP) == ""
    assert tried(then - STEP) == "factor_wrong"
    assert tried(then + STEP) == ""
    assert tried(then) == "factor_wrong"


def test_a_recovery_code_works_once(opened, user, enrolled, sealer, now):
    """It is read in any capitals and groups, and noted in the trail."""
    typed = enrolled[1][0].lower()
    typed = f"{typed[:5]} {typed[5:]}"

    assert told(check_second(opened, user, typed, sealer=sealer, now=now)) == ""
    assert told(check_second(opened, user, typed, sealer=sealer, now=now)) == "factor_wrong"
    assert len(factor_of(opened, user.id).recovery_index) == 9
    assert opened.scalars(select(AuditEvent.entity_id).filter_by(action="use_recovery_code")).all() == [user.id]


def test_guesses_end(opened, user, enrolled, sealer, now):
    """After five wrong codes even the right one is refused for half an hour."""
    then = now + timedelta(minutes=1)
    guesses = [told(check_second(opened, user, "123", sealer=sealer, now=then)) for _each in range(5)]
    right = enrolled[0].at(then)
    later = then + timedelta(minutes=31)

    assert guesses == ["factor_wrong"] * 5
    assert told(check_second(opened, user, right, sealer=sealer, now=then)) == "factor_too_often"
    assert told(check_second(opened, user, enrolled[0].at(later), sealer=sealer, now=later)) == ""


def test_recovery_codes_are_renewed_with_the_password(opened, user, enrolled, codes, sealer, now):
    """The old ones are worth nothing afterwards."""
    wrong = codes(renew_recovery_codes, opened, user.id, "x", sealer=sealer, now=now)
    fresh = renew_recovery_codes(opened, user.id, PASSWORD, sealer=sealer, now=now)

    assert wrong == ["password_wrong"]
    assert told(check_second(opened, user, enrolled[1][0], sealer=sealer, now=now)) == "factor_wrong"
    assert told(check_second(opened, user, fresh[0], sealer=sealer, now=now)) == ""


def test_the_centre_resets_anothers_factor_for_a_reason(opened, user, enrolled, codes, now):
    """Not one's own, not without a reason; the trail says who did it and why."""
    other = opened.scalars(select(User.id).filter_by(username="centrepublisher")).one()

    assert enrolled
    assert codes(reset_factor, opened, user.id, reason="x", actor_id=user.id, now=now) == ["own_factor"]
    assert codes(reset_factor, opened, user.id, reason=" ", actor_id=other, now=now) == ["field_missing"]
    reset_factor(opened, user.id, reason="手机丢失，已当面核实", actor_id=other, now=now)
    event = opened.scalars(select(AuditEvent).filter_by(action="reset_second_factor")).one()
    assert factor_of(opened, user.id) is None
    assert (event.actor_id, event.details["reason"]) == (other, "手机丢失，已当面核实")
