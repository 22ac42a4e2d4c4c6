"""A larger sample, for trying the product at the size of a real house."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session

from backoffice.accounts.operations import Person, open_account
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.sealing import Sealer
from backoffice.sample.people import add_user
from backoffice.sample.reading import rules_in, table_of
from backoffice.sample.rulebook import load_rules
from backoffice.sample.upsert import ensure

GROWN = "grown-"
TERMS_BEFORE_BATCHES = 40
FIRST_YEAR = 2001
MOST_CREDITS = 6


def grow(session: Session, *, scale: Decimal, sealer: Sealer, now: datetime) -> None:
    """Grow a loaded sample to `scale` times the manual's size; what is already there is kept and counted."""
    table = table_of("growth.toml")
    grow_catalogue(session, table, scale=scale)
    grow_rules(session, table, scale=scale, now=now)
    grow_learners(session, int(table["learners"] * scale), sealer=sealer, now=now)


def grow_catalogue(session: Session, table: dict[str, Any], *, scale: Decimal) -> None:
    """Add courses until the catalogue holds the wanted number of them."""
    course = ensure(session, OutcomeKind, {"code": "course"})
    owner = ensure(session, Institution, {"title": table["institution"]})
    courses = select(func.count()).select_from(CatalogueOutcome).where(CatalogueOutcome.kind_id == course.id)
    grown = courses.where(CatalogueOutcome.code.startswith(GROWN))
    here, first = session.scalar(courses) or 0, session.scalar(grown) or 0
    last = first + max(0, int(table["courses"] * scale) - here)
    rows = [
        row | {"kind_id": course.id, "institution_id": owner.id}
        for row in _courses(session, owner.id, table, range(first, last))
    ]
    if rows:
        session.execute(insert(CatalogueOutcome), rows)


def _courses(session: Session, owner_id: int, table: dict[str, Any], numbers: range) -> Iterator[dict[str, Any]]:
    size, majors, names = table["courses_per_programme"], table["majors"], table["courses_named"]
    for number in numbers:
        place, nth = divmod(number, size)
        term, which = divmod(place, len(majors))
        if number == numbers.start or nth == 0:
            title = f"{majors[which][0]}{_term(term)}(本)"
            names_of = {"institution_id": owner_id, "title": title}
            programme = ensure(session, Programme, names_of, education_level="本科")
        level, name = divmod(nth, len(names))
        major, subject = majors[which]
        yield {
            "code": f"{GROWN}{number + 1:07d}",
            "version": 1,
            "title": f"{major}{names[name]}（{level + 1}）",
            "subject": subject,
            "programme_id": programme.id,
            "education_level": "本科",
            "credits": Decimal(1 + number % MOST_CREDITS),
            "mark": "",
            "fields": {"programme": major},
        }


def _term(number: int) -> str:
    """Return a term such as (2019秋); after twenty years the names start again with a batch."""
    batch, within = divmod(number, TERMS_BEFORE_BATCHES)
    season = "秋" if within % 2 else "春"
    return f"({FIRST_YEAR + within // 2}{season})" + (f"第{batch + 1}批" if batch else "")


def grow_rules(session: Session, table: dict[str, Any], *, scale: Decimal, now: datetime) -> None:
    """Give each popular certificate as many rules as the manual shows, or fewer at a smaller scale."""
    query = (
        select(CatalogueOutcome.title, CatalogueOutcome.code, CatalogueOutcome.credits)
        .where(CatalogueOutcome.code.startswith(GROWN))
        .order_by(CatalogueOutcome.code)
    )
    most = max(each["rules"] for each in table["certificate"])
    targets = session.execute(query.limit(most)).all()
    share = min(scale, Decimal(1))
    texts = [
        _rule_text(certificate, table, number, targets[number])
        for certificate in table["certificate"]
        for number in range(min(int(certificate["rules"] * share), len(targets)))
    ]
    load_rules(session, rules_in("\n".join(texts), "growth.toml"), now=now)


def _rule_text(
    certificate: dict[str, Any],
    table: dict[str, Any],
    number: int,
    target: Row[str, str, Decimal | None],
) -> str:
    return (
        f"规则 {certificate['code']}-{number + 1:03d} “{certificate['title']}转{target.title}”\n"
        f"  来源 职业资格证书 “{certificate['title']}” @“{table['certificates_from']}”\n"
        f"  目标 课程 “{target.title}” 编号 “{target.code}” @“{table['institution']}” {target.credits} 学分\n"
        f"  比例 100%\n"
        f"  说明 “示例规则，无政策依据”\n"
    )


def grow_learners(session: Session, wanted: int, *, sealer: Sealer, now: datetime) -> None:
    """Add learners who cannot log in, until there are as many as wanted."""
    here = session.scalar(select(func.count()).select_from(User).where(User.username.startswith("grownlearner")))
    for number in range((here or 0) + 1, wanted + 1):
        account = {"username": f"grownlearner{number:07d}", "full_name": f"学习者{number}", "role": "Learner"}
        user = add_user(session, account, "", now=now)
        person = Person(account["full_name"], f"SAMPLE{number:07d}", f"1000{number:07d}")
        open_account(session, user=user, person=person, sealer=sealer, now=now)
