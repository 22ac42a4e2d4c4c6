"""The audit trail's chain: one chain whoever commits, and whatever is tampered with is found."""

import threading

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backoffice import audit as command
from backoffice import schema
from backoffice.kernel import audit
from backoffice.kernel.chain import HEAD, LINKS, START, digest_of, verify
from backoffice.kernel.database import begin_writing
from backoffice.kernel.models import AuditEvent
from tests.factories import make


def tell(session, actor_id, now, count=1, action="look"):
    """Write events and commit them."""
    begin_writing(session)
    for number in range(count):
        audit.record(session, actor_id=actor_id, action=action, entity="learner", entity_id=number + 1, now=now)
    session.commit()


@pytest.fixture
def told(session, now):
    """Return a session on a database with five events in its chain."""
    actor = make(session, "User").id
    session.commit()
    tell(session, actor, now, 2)
    tell(session, actor, now, 3)
    return session


def unguarded(session, statement):
    """Tamper as somebody who owns the database can: without the triggers."""
    if session.get_bind().dialect.name == "sqlite":
        for table in ("audit_event", "audit_link"):
            for change in ("update", "delete"):
                session.execute(text(f"DROP TRIGGER {table}_no_{change}"))
    else:
        session.execute(text("SET session_replication_role = replica"))
    session.execute(text(statement))
    session.commit()


def test_each_event_holds_the_digest_of_the_one_before(told):
    """The chain begins with noughts, has no gap, and its head is kept apart."""
    links = told.execute(select(LINKS).order_by(LINKS.c.position)).all()
    event = told.get_one(AuditEvent, links[0].event_id)
    content = [event.id, event.actor_id, "look", "learner", 1, {}, event.happened_at]

    assert [each.position for each in links] == [1, 2, 3, 4, 5]
    assert [each.previous for each in links] == [START, *(each.digest for each in links[:-1])]
    assert links[0].digest == digest_of(START, content)
    assert told.execute(select(HEAD.c.count, HEAD.c.digest)).one() == (5, links[-1].digest)
    assert verify(told).problem == ""


def test_what_is_taken_back_leaves_no_link(told, now):
    """Neither a transaction nor a savepoint that is rolled back leaves anything in the chain."""
    actor = told.scalars(select(AuditEvent.actor_id)).first()
    audit.record(told, actor_id=actor, action="look", entity="learner", entity_id=1, now=now)
    told.flush()
    told.rollback()
    begin_writing(told)
    savepoint = told.begin_nested()
    audit.record(told, actor_id=actor, action="look", entity="learner", entity_id=1, now=now)
    told.flush()
    savepoint.rollback()
    audit.record(told, actor_id=actor, action="export", entity="learner", entity_id=1, now=now)
    told.commit()

    assert verify(told).count == 6
    assert verify(told).problem == ""


@pytest.mark.parametrize(
    ("statement", "problem", "position"),
    [
        ("UPDATE audit_event SET action = 'x' WHERE id = 3", "event_changed", 3),
        ("""UPDATE audit_event SET details = '{"a": "b"}' WHERE id = 2""", "event_changed", 2),
        ("DELETE FROM audit_link WHERE position = 2", "link_missing", 2),
        ("UPDATE audit_link SET previous = digest WHERE position = 4", "previous_differs", 4),
        ("DELETE FROM audit_link WHERE position = 5", "event_unlinked", 5),
        ("UPDATE audit_head SET count = 4", "head_differs", 4),
    ],
)
def test_tampering_is_found(told, statement, problem, position):
    """Whatever is changed without the product's help shows at its place."""
    unguarded(told, statement)
    found = verify(told)

    assert (found.problem, found.position) == (problem, position)


def test_a_deleted_last_event_is_found(told):
    """Event and link of the end taken away together do not fit the head that is kept apart."""
    unguarded(told, "DELETE FROM audit_link WHERE position = 5")
    told.execute(text("DELETE FROM audit_event WHERE id = 5"))
    told.commit()

    assert verify(told).problem == "head_differs"


def test_a_chain_written_anew_does_not_fit_what_was_noted_elsewhere(told):
    """Count and digest on paper find an exchanged database, and one that was cut together with its head."""
    digest = told.execute(select(HEAD.c.digest)).scalar_one()

    assert verify(told, kept=(5, digest)).problem == ""
    assert verify(told, kept=(4, digest)).problem == "kept_differs"
    assert verify(told, kept=(6, digest)).problem == "kept_differs"


def test_commits_at_once_make_one_chain(engine, session, now):
    """Eight writers at the same time: no fork, no gap, nothing lost."""
    actor = make(session, "User").id
    session.commit()
    start = threading.Barrier(8)

    def write():
        start.wait()
        for _each in range(5):
            with Session(engine) as own:
                tell(own, actor, now, 2)

    writers = [threading.Thread(target=write) for _each in range(8)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    found = verify(session)

    assert (found.count, found.problem) == (80, "")


def test_the_command_says_what_is_broken(told, capsys):
    """The command ends with 0 for a whole chain and with 1 for a broken one, and notes what it found."""
    whole = command.run(Session(told.get_bind()), None)
    unguarded(told, "UPDATE audit_event SET entity_id = 9 WHERE id = 4")
    broken = command.run(Session(told.get_bind()), None)
    said = capsys.readouterr().out

    assert (whole, broken) == (0, 1)
    assert "5 条记录前后相连" in said
    assert "第 4 条" in said
    assert told.execute(text("SELECT problem, position FROM audit_check ORDER BY id")).all() == [
        ("", 0),
        ("event_changed", 4),
    ]


def test_the_migration_chains_what_is_there(engine, now):
    """Events written before the chain become its first links."""
    schema.downgrade(engine, "0012")
    with Session(engine) as session:
        actor = make(session, "User").id
        row = {"actor": actor, "moment": now.replace(tzinfo=None) if engine.dialect.name == "sqlite" else now}
        for number in (1, 2, 3):
            session.execute(
                text(
                    "INSERT INTO audit_event (actor_id, action, entity, entity_id, details, happened_at) "
                    """VALUES (:actor, 'look', 'learner', :number, '{"b": "乙", "a": "甲"}', :moment)"""
                ),
                row | {"number": number},
            )
        session.commit()
    schema.upgrade(engine)
    with Session(engine) as session:
        found = verify(session)

        assert (found.count, found.problem) == (3, "")
        assert session.scalar(select(User.id).where(User.id == actor)) == actor
