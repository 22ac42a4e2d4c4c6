"""Many like cases: learners of one university, each with an outcome that one rule converts."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from backoffice import access
from backoffice.institutions.models import Institution
from tests.factories import make, make_user


def crowd(line, count, *, reviewed=True, named="crowd", after=0):
    """Let new learners apply by the worked example's rule; return the applications' ids, reviewed once if asked.

    They do so `after` so many days.
    """
    line = replace(line, now=line.now + timedelta(days=after))
    found = []
    for number in range(count):
        username = f"{named}{number:02d}"
        with line.writing() as session:
            home = session.scalars(select(Institution).filter_by(title="广东老年大学")).one()
            learner = make(session, "Learner", user=make_user(session, access.LEARNER, username=username))
            make(session, "Membership", learner=learner, institution=home)
            session.commit()
        found.append(line.apply(line.add(username, f"ZS-{username}"), username))
        if reviewed:
            line.pass_first(found[-1])
    return found
