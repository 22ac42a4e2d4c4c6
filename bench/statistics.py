"""How long each page of figures asks the database, with a million outcomes, on SQLite and on PostgreSQL."""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from backoffice import schema
from backoffice.app import create_app
from backoffice.kernel.database import prepare
from backoffice.statistics.asking import Asked, read
from backoffice.statistics.growth import growth, shares
from backoffice.statistics.listing import rows_of
from backoffice.statistics.measures import CONVERSIONS, OUTCOMES, By
from backoffice.statistics.narrowing import Reach
from backoffice.statistics.progress import Promised, funnel, turnaround
from backoffice.statistics.refusals import refusals
from backoffice.statistics.unused import unused_rules
from bench.figures_filled import Filled, fill
from bench.options import Options
from bench.postgres import postgres
from bench.report import Report
from config import Settings
from reports.keys import IssuingKey, Keyring

TODAY = date(2020, 11, 15)
NOW = datetime(2020, 11, 15, 4, tzinfo=UTC)
PROMISED = Promised(15, 15, 15)
RULES = 1_000
ROWS = 25

Page = Callable[[Session, Asked], object]
PAGES: dict[str, Page] = {
    "overview": growth,
    "by institution": lambda session, asked: shares(session, asked, By.INSTITUTION),
    "by kind": lambda session, asked: shares(session, asked, By.KIND),
    "by rule": lambda session, asked: shares(session, asked, By.RULE),
    "funnel": funnel,
    "turnaround": lambda session, asked: turnaround(session, asked, PROMISED),
    "refusals": refusals,
    "rules never used": lambda session, _asked: unused_rules(session, on=TODAY, size=ROWS),
    "list of outcomes": lambda session, asked: rows_of(session, OUTCOMES, asked.narrowing, page=1, size=ROWS),
    "list of conversions": lambda session, asked: rows_of(session, CONVERSIONS, asked.narrowing, page=1, size=ROWS),
}
ADDRESSES = {
    "a year": {},
    "a year of one institution": {"institution": "JG7"},
    "a month": {"from": "2020-10-01", "to": "2020-10-31"},
}


def run(options: Options) -> Report:
    """Fill both databases and time every page, the best of two; both must come to the same figures."""
    size = Filled(options.learners, min(options.rules, RULES))
    figures: dict[str, object] = {"outcomes": size.outcomes, "applications": size.applications}
    found = []
    with tempfile.TemporaryDirectory() as folder:
        found.append(_timed(f"sqlite:///{folder}/figures.db", Path(folder), size, figures))
    if Path("/usr/lib/postgresql").is_dir():
        with postgres() as url, tempfile.TemporaryDirectory() as folder:
            found.append(_timed(url, Path(folder), size, figures))
    slowest = max(float(str(each)) for name, each in figures.items() if name.endswith("(s)"))
    return Report("statistics", 1 / slowest, "slowest pages", all(each == found[0] for each in found), figures=figures)


def _timed(url: str, folder: Path, size: Filled, figures: dict[str, object]) -> list[object]:
    """Note how long each page takes; return the figures of the pages."""
    engine = prepare(create_engine(url))
    schema.upgrade(engine)
    with Session(engine) as session:
        begun = time.perf_counter()
        fill(session, size)
        figures[f"{engine.dialect.name}: filled in seconds"] = round(time.perf_counter() - begun, 1)
    _analyse(url)
    told = []
    with _pages(url, folder), Session(engine) as session:
        for period, typed in ADDRESSES.items():
            asked = read(session, typed, reach=Reach(), on=TODAY, labels={"from": "", "to": ""})
            for name, page in PAGES.items():
                seconds, shown = min((_once(page, session, asked) for _round in range(2)), key=lambda each: each[0])
                figures[f"{engine.dialect.name}, {period}: {name} (s)"] = round(seconds, 3)
                told.append(shown)
    engine.dispose()
    return told


def _once(page: Page, session: Session, asked: Asked) -> tuple[float, object]:
    begun = time.perf_counter()
    shown = page(session, asked)
    return time.perf_counter() - begun, shown


def _analyse(url: str) -> None:
    """Let the database look at what it holds, as a running one does by itself."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))
    engine.dispose()


@contextmanager
def _pages(url: str, folder: Path) -> Iterator[None]:
    """Give the words of pages, which speak the language of a request."""
    key = secrets.token_bytes(32)
    known = Settings(
        database_url=url,
        folder=folder,
        secret_key=key,
        sealing_key=key,
        index_key=key,
        proof_key=key,
        keyring=Keyring(IssuingKey(key)),
    )
    app = create_app(known, clock=lambda: NOW)
    with app.test_request_context("/statistics/"):
        yield
