"""Messages in the site and notices of the day, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from backoffice.messages.inbox import mark_read, messages_of, unread_count
from backoffice.messages.notices import notices_of, published_notice
from tests.factories import MOMENT, make

TODAY = date(2020, 11, 15)


def test_a_person_sees_the_messages_that_were_sent_to_them(session):
    """The newest first, nobody else's, and no one-time code."""
    me, other = make(session, "User"), make(session, "User")
    first = make(session, "OutboxMessage", recipient_id=me.id)
    second = make(session, "OutboxMessage", recipient_id=me.id, created_at=MOMENT + timedelta(hours=1))
    make(session, "OutboxMessage", recipient_id=other.id)
    make(session, "OutboxMessage", recipient_id=me.id, template="registration_code")

    assert messages_of(session, me.id, page=1, size=10).items == [second, first]
    assert unread_count(session, me.id) == 2


def test_only_what_was_shown_is_marked_as_read(session):
    """A message that came after the page was drawn stays unread, and other people's stay as they are."""
    me, other = make(session, "User"), make(session, "User")
    shown = make(session, "OutboxMessage", recipient_id=me.id)
    foreign = make(session, "OutboxMessage", recipient_id=other.id)
    late = make(session, "OutboxMessage", recipient_id=me.id)
    mark_read(session, me.id, up_to=shown.id, now=MOMENT)
    mark_read(session, me.id, up_to=shown.id, now=MOMENT + timedelta(days=1))
    for each in (shown, late, foreign):
        session.refresh(each)

    assert [each.read_at for each in (shown, late, foreign)] == [MOMENT, None, None]
    assert unread_count(session, me.id) == 1


def test_a_notice_is_shown_from_its_first_day_to_its_last(session):
    """Both days belong to it; without a last day it stays."""
    days = [(-1, 0), (0, None), (1, None), (-3, -1)]
    notices = [
        make(
            session,
            "Notice",
            published_from=TODAY + timedelta(days=first),
            published_until=None if last is None else TODAY + timedelta(days=last),
        )
        for first, last in days
    ]

    assert notices_of(session, on=TODAY, page=1, size=10).items == [notices[1], notices[0]]
    assert [published_notice(session, each.id, on=TODAY) is not None for each in notices] == [True, True, False, False]


def test_a_notice_cannot_end_before_it_begins(session):
    """The database itself refuses such days."""
    with pytest.raises(IntegrityError, match="published_in_order"):
        make(session, "Notice", published_from=TODAY, published_until=TODAY - timedelta(days=1))
