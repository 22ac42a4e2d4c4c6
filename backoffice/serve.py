"""Brings the database up to date, fills a new house, and serves it: `python -m backoffice.serve`."""

import argparse
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from flask import Flask
from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from backoffice import access, schema
from backoffice.app import create_app
from backoffice.kernel.clock import present
from backoffice.kernel.database import begin_writing, prepare
from backoffice.kernel.sealing import Sealer
from backoffice.sample.grow import grow
from backoffice.sample.load import load
from backoffice.sample.reading import table_of
from backoffice.sample.upsert import ensure
from config import Settings, SettingsRefused, from_environment

THREADS = 8


def main(words: list[str]) -> None:
    """Read the command line: `serve` (also without a word) or `sample`."""
    parser = argparse.ArgumentParser(prog="run.py")
    commands = parser.add_subparsers(dest="command")
    serving = commands.add_parser("serve")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8080)
    serving.add_argument("--no-sample", action="store_true")
    growing = commands.add_parser("sample")
    growing.add_argument("--scale", default="1")
    known = parser.parse_args(words or ["serve"])
    settings = settings_or_stop()
    engine = open_database(settings)
    if known.command == "sample":
        fill(engine, settings, scale=known.scale)
        return
    prepare_house(engine, settings, sample=not known.no_sample)
    engine.dispose()
    announce(known.host, known.port, sample=not known.no_sample)
    hand_over(known.host, known.port)


def settings_or_stop() -> Settings:
    """Return the settings, or end with what is wrong with them."""
    try:
        return from_environment()
    except SettingsRefused as refused:
        sys.stderr.write(f"✗ {refused}\n")
        raise SystemExit(5) from None


def open_database(settings: Settings) -> Engine:
    """Return an engine on the database, brought to the newest tables."""
    settings.folder.mkdir(parents=True, exist_ok=True)
    engine = prepare(create_engine(settings.database_url))
    if not schema.is_current(engine):
        say("更新数据表", "Bringing the tables up to date")
        schema.upgrade(engine)
    return engine


def prepare_house(engine: Engine, settings: Settings, *, sample: bool) -> None:
    """Add the roles, and the sample to a house that has nobody yet."""
    with Session(engine) as session:
        begin_writing(session)
        for role in (access.ADMIN, access.PUBLIC, *access.ROLES):
            ensure(session, Role, {"name": role})
        if sample and session.scalar(select(User.id).limit(1)) is None:
            say("载入示例数据", "Loading the sample")
            load(session, sealer=Sealer(settings.sealing_key, settings.index_key), now=present())
        session.commit()


def fill(engine: Engine, settings: Settings, *, scale: str) -> None:
    """Load the sample and let its catalogue, rules and learners grow."""
    sealer = Sealer(settings.sealing_key, settings.index_key)
    say(f"扩充示例数据（{scale} 倍）", "Growing the sample")
    with Session(engine) as session:
        begin_writing(session)
        load(session, sealer=sealer, now=present())
        grow(session, scale=Decimal(scale), sealer=sealer, now=present())
        session.commit()


def announce(host: str, port: int, *, sample: bool) -> None:
    """Print the address, and the demo accounts of every role."""
    say(f"请打开 http://{host}:{port}", "Open this address in a browser")
    if not sample:
        return
    table = table_of("accounts.toml")
    say(f"演示账号（密码均为 {table['password']}）", "Demo accounts, all with this password")
    for account in table["account"]:
        sys.stdout.write(f"    {account['username']:<18}{account['role']:<26}{account['full_name']}\n")
    sys.stdout.flush()


def say(chinese: str, english: str) -> None:
    """Print one line of progress in both languages."""
    sys.stdout.write(f"▸ {chinese}  {english}\n")
    sys.stdout.flush()


def hand_over(host: str, port: int) -> None:
    """Start the messenger beside the server, then become the server."""
    os.environ.setdefault("CREDIT_BANK_PUBLIC_URL", f"http://{host}:{port}")
    subprocess.Popen([sys.executable, "-m", "backoffice.messenger"])
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    arguments = [
        "--bind",
        f"{host}:{port}",
        "--threads",
        str(THREADS),
        "--worker-class",
        "gthread",
        "--log-level",
        "warning",
    ]
    os.execv(gunicorn, [gunicorn, *arguments, "backoffice.serve:application()"])


def application() -> Flask:
    """Return the application for the web server."""
    return create_app(from_environment())


if __name__ == "__main__":
    main(sys.argv[1:])
