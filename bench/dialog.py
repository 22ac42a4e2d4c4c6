"""Conversion dialogs per second: a learner with 50 outcomes, one of which 337 rules may apply to, on SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from flask.testing import FlaskClient
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from backoffice import schema
from backoffice.accounts.models import Learner
from backoffice.app import create_app
from backoffice.catalogue.models import OutcomeKind
from backoffice.conversion.options import weigh
from backoffice.conversion.ranking import ranked, situation_of
from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.rulebook.live import live_book
from backoffice.sample.grow import grow_catalogue
from backoffice.sample.load import load
from backoffice.sample.reading import rules_in, table_of
from backoffice.sample.rulebook import load_rules
from bench.options import Options
from bench.report import Report
from config import Settings
from reports.keys import IssuingKey, Keyring

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
TITLE, PLACE, OWNER = "示例英语等级证书", "教育部考试中心", "广东开放大学"
APPLICABLE, HELD, DIALOGS = 337, 50, 40
WRITTEN = APPLICABLE - 1  # one rule of the sample starts from any certificate
MILLISECONDS = 1000
ASKED = (
    "  比例 100%\n",
    "  比例 按 成绩 [85..100] 100%, [60..85) 80%\n",
    "  条件 学习者 属于 “广东老年大学”\n",
    "  条件 学习者 不属于 “广东老年大学”\n",
    "  条件 学习者 持有 毕业证书 且 成绩 >= 60\n",
    "  条件 学习者 年龄 >= 18 且 层次 >= 专科\n",
    "  有效期 24 个月\n",
)


def run(options: Options) -> Report:
    """Open the dialog again and again as a browser does; each time the server does all of its work."""
    del options
    with TemporaryDirectory() as folder, _house(Path(folder)) as (settings, outcome_id):
        client = _entered(settings)
        address = f"/my/conversions/apply/{outcome_id}"
        first = _seconds(client, address)
        busy = process_time()
        found = sorted(_seconds(client, address) for _number in range(DIALOGS))
        busy = process_time() - busy
        agrees = _agrees(settings, outcome_id)
    return Report(
        "dialog",
        DIALOGS / sum(found),
        "dialogs",
        agrees,
        figures={
            "rules": APPLICABLE,
            "outcomes_held": HELD,
            "first_ms": round(first * MILLISECONDS, 1),
            "median_ms": round(median(found) * MILLISECONDS, 1),
            "mean_processor_ms": round(busy / DIALOGS * MILLISECONDS, 1),
            "p95_ms": round(found[int(len(found) * 0.95)] * MILLISECONDS, 1),
        },
    )


def _seconds(client: FlaskClient, address: str) -> float:
    started = perf_counter()
    answer = client.get(address)
    took = perf_counter() - started
    if answer.status_code != 200:
        raise AssertionError(answer.status)
    return took


def _agrees(settings: Settings, outcome_id: int) -> bool:
    """Tell whether the dialog's compiled answers are those of the evaluator that decides the application."""
    engine = prepare(create_engine(settings.database_url))
    with Session(engine) as session:
        outcome = session.get_one(LearnerOutcome, outcome_id)
        on = NOW.date()
        situation = situation_of(session, learner=outcome.learner, outcome=outcome, on=on)
        quick = {each.live.version_id: each.answer.truth for each in ranked(session, situation, on=on)}
        rules = live_book(session, on).applicable(situation.source)
        slow = weigh(session, rules, learner=outcome.learner, outcome=outcome, on=on)
    engine.dispose()
    return len(quick) == APPLICABLE and quick == {each.live.version_id: each.verdict.truth for each in slow}


@contextmanager
def _house(folder: Path) -> Iterator[tuple[Settings, int]]:
    """Make a house with the sample, the rules and the learner's outcomes; yield its settings and the one outcome."""
    keys = {
        name: bytes([number]) * 32 for number, name in enumerate(("secret", "sealing", "index", "proof", "issuing"))
    }
    settings = Settings(
        database_url=f"sqlite:///{folder / 'dialog.db'}",
        folder=folder,
        secret_key=keys["secret"],
        sealing_key=keys["sealing"],
        index_key=keys["index"],
        proof_key=keys["proof"],
        keyring=Keyring(IssuingKey(keys["issuing"])),
    )
    engine = prepare(create_engine(settings.database_url))
    schema.upgrade(engine)
    with Session(engine) as session:
        load(session, sealer=Sealer(settings.sealing_key, settings.index_key), now=NOW)
        table = table_of("growth.toml") | {"courses": 2 * APPLICABLE}
        grow_catalogue(session, table, scale=1)  # type: ignore[arg-type] # the whole number is exact
        load_rules(session, rules_in("\n".join(map(_rule, range(WRITTEN))), "dialog"), now=NOW)
        outcome_id = _outcomes(session)
        session.commit()
    engine.dispose()
    yield settings, outcome_id


def _rule(number: int) -> str:
    return (
        f"规则 DIALOG-{number:03d} “四级转课程{number}”\n"
        f"  来源 职业资格证书 “{TITLE}” @“{PLACE}”\n"
        f"  目标 课程 “课程{number}” 编号 “grown-{number + 1:07d}” @“{OWNER}” 3 学分\n"
        f"{ASKED[number % len(ASKED)]}"
    )


def _outcomes(session: Session) -> int:
    """Give a learner of the sample fifty outcomes; return the id of the one that the rules start from."""
    learner = session.scalars(select(Learner).join(Learner.user).filter_by(username="learnera")).one()
    kind = session.scalars(select(OutcomeKind).filter_by(code="vocational_certificate")).one()
    made = [
        LearnerOutcome(
            learner_id=learner.id,
            kind_id=kind.id,
            title=TITLE if number == 0 else f"示例证书{number}",
            institution_title=PLACE,
            fields={},
            entry_channel=EntryChannel.LEARNER,
            state=RecognitionState.CATALOGUED,
            added_at=NOW,
        )
        for number in range(HELD)
    ]
    session.add_all(made)
    session.flush()
    return made[0].id


def _entered(settings: Settings) -> FlaskClient:
    """Return a browser in which the learner is logged in."""
    app = create_app(settings, clock=lambda: NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    entered = client.post("/login/", data={"username": "learnera", "password": "Xueyin-Demo-2020"})
    if entered.status_code != 302:
        raise AssertionError(entered.status)
    return client
