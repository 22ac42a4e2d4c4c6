"""Loading the sample: idempotent, and the same rows every time."""

from datetime import datetime

from sqlalchemy.orm import Session

from backoffice.accounts.reference import Country, Division, Nation
from backoffice.catalogue.models import (
    CatalogueOutcome,
    ConversionPath,
    OutcomeCategory,
    OutcomeKind,
)
from backoffice.institutions.models import Committee, Institution, Programme
from backoffice.kernel.sealing import Sealer
from backoffice.sample.people import load_accounts
from backoffice.sample.reading import evidence_of, fields_of, rows_of, sample_rules, table_of
from backoffice.sample.rulebook import load_rules
from backoffice.sample.upsert import ensure, ensure_all

FIELD = "field:"


def load(session: Session, *, sealer: Sealer, now: datetime) -> None:
    """Load everything that a new house needs; a second time adds nothing and changes nothing."""
    ensure_all(session, Nation, rows_of("nations.csv"))
    ensure_all(session, Country, rows_of("countries.csv"))
    ensure_all(session, Division, rows_of("divisions.csv"))
    load_kinds(session)
    load_institutions(session)
    load_catalogue(session)
    load_accounts(session, sealer=sealer, now=now)
    load_rules(session, sample_rules(), now=now)


def load_kinds(session: Session) -> None:
    """Load the manual's table 1 with its forms and evidence lists."""
    table = table_of("kinds.toml")
    categories = {
        each["code"]: ensure(session, OutcomeCategory, {"code": each["code"]}, title=each["title"], position=position)
        for position, each in enumerate(table["category"])
    }
    for position, each in enumerate(table["kind"]):
        ensure(
            session,
            OutcomeKind,
            {"code": each["code"]},
            category_id=categories[each["category"]].id,
            title=each["title"],
            position=position,
            recognised_automatically=each["recognised_automatically"],
            conversion_path=ConversionPath(each["conversion_path"]),
            field_schema=fields_of(each["fields"], table["levels"]),
            evidence_schema=evidence_of(each["evidence"], table["formats"]),
        )


def load_institutions(session: Session) -> None:
    """Load institutions, their programmes, and the committees."""
    for row in rows_of("institutions.csv"):
        ensure(
            session,
            Institution,
            {"title": row["title"]},
            code=row["code"],
            pilot=bool(row["pilot"]),
            third_party_assessor=bool(row["third_party_assessor"]),
            registered=not row["third_party_assessor"],
            address=row["address"],
        )
    for row in rows_of("programmes.csv"):
        owner = ensure(session, Institution, {"title": row["institution"]})
        names = {"institution_id": owner.id, "title": row["title"]}
        ensure(session, Programme, names, education_level=row["education_level"])
    for row in rows_of("committees.csv"):
        ensure(session, Committee, {"subject": row["subject"]}, title=row["title"])


def load_catalogue(session: Session) -> None:
    """Load the outcomes that the manual shows and the targets of the shipped rules."""
    for row in rows_of("catalogue.csv"):
        owner = ensure(session, Institution, {"title": row["institution"]})
        names = {
            "kind_id": ensure(session, OutcomeKind, {"code": row["kind"]}).id,
            "institution_id": owner.id,
            "code": row["code"],
            "version": 1,
        }
        programme = None
        if row["programme"]:
            programme = ensure(session, Programme, {"institution_id": owner.id, "title": row["programme"]}).id
        ensure(
            session,
            CatalogueOutcome,
            names,
            programme_id=programme,
            title=row["title"],
            subject=row["subject"],
            education_level=row["education_level"],
            credits=row["credits"] or None,
            mark=row["mark"],
            fields={key.removeprefix(FIELD): value for key, value in row.items() if key.startswith(FIELD) and value},
        )
