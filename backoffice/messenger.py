"""The process beside the server, for messages, imports, effects and printing: `python -m backoffice.messenger`."""

import os
from threading import Thread

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, configure_mappers

import backoffice.tables  # noqa: F401 - every relationship finds its class
from backoffice.kernel.clock import present
from backoffice.kernel.database import prepare
from backoffice.kernel.house import overrides, settled
from backoffice.kernel.sealing import Sealer
from backoffice.messages.daily import Limits
from backoffice.messages.gateway import HttpTransport
from backoffice.messages.jobs import Ways, messenger, run_beside, start_engine
from backoffice.messages.mail import MailServer, MailTransport
from backoffice.messages.transports import ConsoleTransport
from backoffice.printing.jobs import Press, print_worker
from backoffice.printing.operations import Shelf
from backoffice.proofs.sealing import sealing_of
from backoffice.upkeep.jobs import keep_importing
from backoffice.upkeep.operations import Workshop
from backoffice.workbench.jobs import impact_worker
from config import Settings, from_environment
from reports.renderers import Renderers
from rules.planning.terms import terms_of

MOST_RENDERERS = 2


def ways_of(settings: Settings) -> Ways:
    """Return how messages leave this house."""
    post = settings.post
    console = ConsoleTransport()
    server = MailServer(
        host=post.smtp_host,
        port=post.smtp_port,
        security=post.smtp_security,
        user=post.smtp_user,
        password=post.smtp_password,
        sender=post.mail_from,
    )
    return Ways(
        phones=HttpTransport(post.gateway_url, post.gateway_secret.encode(), clock=present)
        if post.gateway_url
        else console,
        mail=MailTransport(server, subject=settings.platform, clock=present) if post.smtp_host else None,
        limits=Limits(post.most_a_day, post.most_of_a_kind),
    )


def press_of(settings: Settings, sealer: Sealer) -> Press:
    """Return what prints proofs in bulk, as many at once as there are processors for."""

    def shelf(session: Session) -> Shelf:
        return Shelf(settings.prints_folder, sealer, settled(settings, overrides(session)).print_days)

    renderers = Renderers(max(1, min(MOST_RENDERERS, os.cpu_count() or 1)))
    return Press(
        renderers=renderers, shelf=shelf, public_url=settings.public_url, sealing=sealing_of(settings), clock=present
    )


def main() -> None:
    """Work until this process, or the one that started it, is stopped."""
    parent, settings = os.getppid(), from_environment()
    configure_mappers()
    engine = prepare(create_engine(settings.database_url))
    sealer = Sealer(settings.sealing_key, settings.index_key)
    send_waiting = messenger(engine, sealer=sealer, ways=ways_of(settings), clock=present)
    compute_waiting = impact_worker(engine, clock=present)
    print_waiting = print_worker(engine, press_of(settings, sealer))
    start_engine(settings.jobs_url)
    shop = Workshop(settings.imports_folder, sealer, terms_of(settings.term_starts))
    Thread(target=keep_importing, args=(engine, shop, present, settings), daemon=True).start()
    run_beside(lambda: send_waiting() + compute_waiting() + print_waiting(), parent)


if __name__ == "__main__":
    main()
