"""Roles, seats, blocking and invitations as operations, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select

from backoffice.access import ASSESSOR, CENTRE, COMMITTEE, INSTITUTION
from backoffice.accounts.logins import authenticate
from backoffice.accounts.operations import mailbox_of, reach_of
from backoffice.accounts.sessions import Device, begin_session, sessions_of
from backoffice.institutions.models import Committee, CommitteeMember, Institution
from backoffice.kernel.models import AuditEvent, OutboxMessage
from backoffice.kernel.outbox import open_letter
from backoffice.kernel.states import Channel
from backoffice.people.invitations import Sending, accept, invite, invite_again, open_invitation
from backoffice.people.staff import (
    Search,
    Standing,
    block,
    change_standing,
    find_people,
    list_staff,
    person,
    standing_of,
    unblock,
)
from tests.factories import make_user

PASSWORD = "Neues-2021-xy"
FORM = {"full_name": "王初审", "username": "wangchushen"}
LINUX = Device("Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", "203.0.113.77")


@pytest.fixture
def invited(opened, key, by_hand, sealer, now):
    """Return a new colleague of the first institution and committee, and the secret of the link."""
    place, table = opened.scalars(select(Institution.id)).first(), opened.scalars(select(Committee.id)).first()
    standing = Standing(institutions=frozenset({place}), committees=frozenset({table}))
    user, address = invite(opened, FORM, standing, by_hand, actor_id=key("centre"), sealer=sealer, now=now)
    opened.commit()
    return user, address.rpartition("/")[2]


def roles_of(user):
    """Return the names of a user's roles."""
    return {role.name for role in user.roles}


def test_an_invitation_binds_roles_and_places_at_once(opened, invited, sealer, now):
    """The account is there with its seats, cannot get in yet, and its link holds seven days."""
    user, token = invited
    standing = standing_of(opened, user)

    assert roles_of(user) == {INSTITUTION, COMMITTEE}
    assert (len(standing.institutions), len(standing.committees)) == (1, 1)
    assert not user.active
    assert open_invitation(opened, token, sealer=sealer, now=now + timedelta(days=6)).user_id == user.id


def test_an_invitation_by_mail_keeps_the_mailbox(opened, key, by_hand, sealer, now):
    """Messages of the work go there; one of somebody else's, or of the house's own, is not taken."""
    standing, reached = Standing(plain=frozenset({ASSESSOR})), []
    for number, contact in enumerate(("wang@example.org", "wang@example.org", "ann@users.invalid")):
        form, way = FORM | {"username": f"colleague{number}"}, replace(by_hand, way="mail", contact=contact)
        user, _address = invite(opened, form, standing, way, actor_id=key("centre"), sealer=sealer, now=now)
        reached.append((mailbox_of(opened, user.id), Channel.MAIL in reach_of(opened, user.id)))

    assert reached == [("wang@example.org", True), ("", False), ("", False)]


def test_a_link_is_good_once_and_for_some_days(opened, invited, codes, sealer, now):
    """The invited person sets a password and gets in; neither used nor old nor unknown links open anything."""
    user, token = invited
    late = now + timedelta(days=7)

    assert codes(open_invitation, opened, token, sealer=sealer, now=late) == ["invitation_over"]
    weak = codes(accept, opened, token, {"new": "short", "again": "short"}, sealer=sealer, now=now)
    assert weak == ["password_weak"]
    accept(opened, token, {"new": PASSWORD, "again": PASSWORD}, sealer=sealer, now=now)
    assert authenticate(opened, "wangchushen", PASSWORD, address="", sealer=sealer, now=now).id == user.id
    for used in (token, token.swapcase(), "x" * 32):
        assert codes(open_invitation, opened, used, sealer=sealer, now=now) == ["invitation_over"]


def test_an_invitation_tells_everything_that_is_wrong(opened, key, by_hand, codes, sealer, now):
    """Name, username and role are checked at once; a taken username in any capitals."""
    form = {"full_name": "", "username": "CENTRE"}
    told = codes(invite, opened, form, Standing(), by_hand, actor_id=key("centre"), sealer=sealer, now=now)

    assert told == ["field_missing", "role_missing", "username_taken"]


@pytest.mark.parametrize(("way", "contact"), [("sms", "13800000001"), ("mail", "wang@example.org")])
def test_a_link_is_sent_sealed(opened, key, sealer, now, way, contact):
    """Message or mail carries the link; what records show of it does not."""
    sending = Sending(way, contact, "https://bank.example/", "【广东学银】", "学分银行")
    standing = Standing(plain=frozenset({CENTRE}))
    _user, address = invite(opened, FORM, standing, sending, actor_id=key("centre"), sealer=sealer, now=now)
    letter = opened.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()

    assert open_letter(letter, sealer)[0] == contact
    assert address in open_letter(letter, sealer)[1]
    assert "invitation" not in letter.body


def test_a_reset_takes_the_password_and_gives_a_link(opened, key, by_hand, sealer, now):
    """The old password is worth nothing, the sessions end, and the earlier link with them."""
    target = key("openadmin")
    begin_session(opened, target, LINUX, sealer=sealer, now=now)
    first = invite_again(opened, target, by_hand, actor_id=key("centre"), sealer=sealer, now=now)
    second = invite_again(opened, target, by_hand, actor_id=key("centre"), sealer=sealer, now=now)

    assert authenticate(opened, "openadmin", "Xueyin-Demo-2020", address="", sealer=sealer, now=now) is None
    assert sessions_of(opened, target, now=now) == []
    assert open_invitation(opened, second.rpartition("/")[2], sealer=sealer, now=now).user_id == target
    assert first != second


def test_roles_change_at_once_and_are_told(opened, key, sealer, now):
    """Sessions end, a learner's own role stays, and the trail says what was and what is."""
    target, centre = key("learnera"), key("centre")
    begin_session(opened, target, LINUX, sealer=sealer, now=now)
    table = opened.scalars(select(Committee.id)).first()
    wanted = Standing(committees=frozenset({table}))
    changed = change_standing(opened, target, wanted, actor_id=centre, now=now)
    again = change_standing(opened, target, wanted, actor_id=centre, now=now)
    event = opened.scalars(select(AuditEvent).filter_by(action="change_roles")).one()

    assert (changed, again) == (True, False)
    assert roles_of(person(opened, target)) == {"Learner", COMMITTEE}
    assert sessions_of(opened, target, now=now) == []
    assert event.details["changes"]["roles"] == ["", COMMITTEE]
    change_standing(opened, target, Standing(), actor_id=centre, now=now)
    assert roles_of(person(opened, target)) == {"Learner"}
    assert opened.scalar(select(CommitteeMember.id).filter_by(user_id=target)) is None


def test_nobody_changes_themselves_or_an_administrator(opened, key, codes, by_hand, sealer, now):
    """Own roles, own account, own password by link, and the system administrator are out of reach."""
    centre, boss = key("centre"), make_user(opened, "Admin").id
    wanted = Standing(plain=frozenset({CENTRE}))

    assert codes(change_standing, opened, centre, wanted, actor_id=centre, now=now) == ["own_roles"]
    assert codes(block, opened, centre, reason="x", actor_id=centre, now=now) == ["own_block"]
    assert codes(unblock, opened, centre, actor_id=centre, now=now) == ["own_block"]
    reset = codes(invite_again, opened, centre, by_hand, actor_id=centre, sealer=sealer, now=now)
    assert reset == ["own_reset"]
    assert codes(block, opened, boss, reason="x", actor_id=centre, now=now) == ["administrator_untouched"]


def test_the_last_of_the_centre_stays(opened, key, codes, now):
    """Somebody of the centre can always get in, whichever way the others are taken out."""
    centre, other, third = key("centre"), key("centrepublisher"), key("assessor")
    block(opened, other, reason="离职", actor_id=centre, now=now)

    assert codes(block, opened, centre, reason="x", actor_id=third, now=now) == ["last_centre"]
    assert codes(change_standing, opened, centre, Standing(), actor_id=third, now=now) == ["last_centre"]
    assert codes(unblock, opened, other, actor_id=centre, now=now) == []
    assert codes(block, opened, centre, reason="x", actor_id=third, now=now) == []


def test_blocking_shuts_out_at_once(opened, key, codes, invited, sealer, now):
    """Sessions end, open links too; a reason is needed; who never had a password is invited anew."""
    target, centre = key("openadmin"), key("centre")
    begin_session(opened, target, LINUX, sealer=sealer, now=now)

    assert codes(block, opened, target, reason="  ", actor_id=centre, now=now) == ["field_missing"]
    block(opened, target, reason="离职", actor_id=centre, now=now)
    assert sessions_of(opened, target, now=now) == []
    assert codes(block, opened, target, reason="离职", actor_id=centre, now=now) == ["blocked_already"]
    user, token = invited
    user.active = True
    block(opened, user.id, reason="误邀", actor_id=centre, now=now)
    assert codes(open_invitation, opened, token, sealer=sealer, now=now) == ["invitation_over"]
    assert codes(unblock, opened, user.id, actor_id=centre, now=now) == ["invite_again"]


def test_people_are_found(opened):
    """The list holds staff alone; the search for a seat finds everybody who can get in."""
    staff = list_staff(opened, Search(), number=1, size=50)
    members = list_staff(opened, Search(words="甲", role=COMMITTEE, active=True), number=1, size=50)

    assert staff.total == 7
    assert [each.username for each in members.items] == ["committeea"]
    assert [each.username for each in find_people(opened, "学习者甲")] == ["learnera"]
    assert find_people(opened, " ") == ()
    assert opened.scalars(select(User.id)).first()
