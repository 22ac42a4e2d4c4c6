"""What every view needs of the request: the session, the clock, the actor, the settings. Only views come here."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any, cast

from flask import abort, current_app, g, request
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_babel import get_locale, gettext
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.routing import IntegerConverter, Map

from backoffice.kernel import audit
from backoffice.kernel.database import begin_writing
from backoffice.kernel.house import overrides, settled
from backoffice.kernel.problems import Problem
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.storage import Upload
from backoffice.kernel.wording import message
from config import Settings
from reports.orders import Print

LONGEST_KEY = 10  # digits
LARGEST_KEY = 2**31 - 1
GENERATED = "/entities/"
NO_CHARACTER = "\0"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
SETTLED = "credit_bank_settled"
SETTLED_FOR = 5.0  # seconds

database = get_sqla_class()()


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """The settings as they were when they were last read from the database."""

    environment: Settings
    settings: Settings
    read_at: float


class KeyConverter(IntegerConverter):
    """A number in an address; one that no key can be is an address that does not exist."""

    def __init__(self, rules: Map) -> None:
        super().__init__(rules, max=LARGEST_KEY)


def session() -> Session:
    """Return the request's database session."""
    return cast("Session", database.session)


def settings() -> Settings:
    """Return the settings of the house: the environment's, with what the centre has set since (at most seconds ago)."""
    kept = current_app.extensions.get(SETTLED)
    if kept is None or kept.environment is not environment() or monotonic() - kept.read_at > SETTLED_FOR:
        kept = Settled(environment(), settled(environment(), overrides(session())), monotonic())
        current_app.extensions[SETTLED] = kept
    return kept.settings


def environment() -> Settings:
    """Return the settings as the environment gives them."""
    return cast("Settings", current_app.extensions["credit_bank_settings"])


def forget_settings() -> None:
    """Read at the next request what the centre has set; other processes do so within seconds."""
    current_app.extensions.pop(SETTLED, None)


def now() -> datetime:
    """Return the moment, by the application's clock."""
    clock = cast("Callable[[], datetime]", current_app.extensions["credit_bank_clock"])
    return clock()


def printing() -> Print:
    """Return what prints a paper; it may take a second and is bounded, so nothing is locked meanwhile."""
    return cast("Print", current_app.extensions["credit_bank_print"])


def actor() -> Any | None:  # noqa: ANN401 - the framework's user
    """Return the person who acts, by a session or by a token, if there is one."""
    found = g.get("user", current_user)
    return found if found and found.is_authenticated else None


def actor_id() -> int:
    """Return the id of the person who acts; views are reached by people who are logged in."""
    return cast("int", cast("Any", actor()).id)


def actor_or_none() -> int | None:
    """Return the id of the person who acts, if somebody is logged in."""
    return actor_id() if actor() else None


def roles() -> frozenset[str]:
    """Return the names of the actor's roles."""
    found = actor()
    return frozenset(role.name for role in found.roles) if found else frozenset({"Public"})


def folder() -> Path:
    """Return where uploaded files lie."""
    return environment().evidence_folder


def sealer() -> Sealer:
    """Return what seals personal numbers in this house."""
    return Sealer(environment().sealing_key, environment().index_key)


def network_address() -> str:
    """Return where the request comes from."""
    return request.remote_addr or ""


def write_anew() -> None:
    """Keep what was written so far, and start another transaction that may write."""
    session().commit()
    begin_writing(session())


def language() -> str:
    """Return the language of the page, "zh" or "en"."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def translated(word: str) -> str:
    """Return a word that the product itself has put in the database, such as a status, in the language of the page."""
    return gettext(word) if word else ""


def refuse_unreadable() -> None:
    """Refuse an address with NUL in it, which nobody types and no database can look for.

    The forms of our own pages tell such a character at its field; those of the generated pages cannot.
    """
    texts = [request.path, *request.args, *request.args.values()]
    if request.path.startswith(GENERATED):
        texts += request.form.values()
    if any(NO_CHARACTER in text for text in texts):
        abort(400)


def open_transaction() -> None:
    """Before a request that may write: read its body whole, then take the write lock where there is just one."""
    if request.method not in READING:
        request.form  # noqa: B018 - a slow upload must not hold the lock
        begin_writing(session())


def number_in(text: str | None) -> int:
    """Return the key that a form or an address names; 0, which no row has, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < LONGEST_KEY else 0


def uploads_in(fields: Iterable[str]) -> list[Upload]:
    """Return the files of the form by field; fields left empty are no uploads."""
    found = [(field, file) for field in fields for file in request.files.getlist(field)]
    return [Upload(field, _name_of(file), file.read()) for field, file in found if file.filename]


def _name_of(file: FileStorage) -> str:
    return file.filename or "file"


def sentences(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    """Return field and sentence of each problem, in the language of the page."""
    return [(problem.field, message(_spoken(problem), language())) for problem in problems]


def _spoken(problem: Problem) -> Problem:
    values = {name: translated(value) if name == "state" else value for name, value in problem.values.items()}
    return dataclasses.replace(problem, values=values)


def note_look(entity: str, entity_id: int) -> None:
    """Keep in the trail that the actor opened somebody's data; apart, since a page that is read has no write lock."""
    who, moment = actor_id(), now()
    known = audit.looked(session(), actor_id=who, entity=entity, entity_id=entity_id, now=moment)
    if request.method not in READING or known:
        return
    note_done(audit.LOOKED, entity, entity_id)


def note_done(action: str, entity: str, entity_id: int) -> None:
    """Keep in the trail, in a transaction apart, what the actor took along by a request that reads."""
    with Session(database.engine) as apart:
        begin_writing(apart)
        audit.record(apart, actor_id=actor_id(), action=action, entity=entity, entity_id=entity_id, now=now())
        apart.commit()
