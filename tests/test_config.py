"""Settings from the environment."""

import base64
import json
import os
from datetime import date

import pytest

import run
from config import SECRETS, SettingsRefused, from_environment
from reports.keys import IssuingKey, retired_entry


def keys():
    """Return an environment with four good keys."""
    return {
        name: base64.b64encode(bytes((31 * place + 7 * step) % 256 for step in range(32))).decode()
        for place, name in enumerate(SECRETS)
    }


def test_good_keys_are_enough():
    """Everything else has a default, the database a file in the product's own folder."""
    settings = from_environment(keys())

    assert settings.database_url.startswith("sqlite:///")
    assert settings.evidence_folder.parent == settings.folder


@pytest.mark.parametrize("key", ["", "c2hvcnQ=", "not base64!", base64.b64encode(b"0" * 32).decode()])
@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_or_unsafe_key_is_refused_by_name(name, key):
    """No key has a default."""
    with pytest.raises(SettingsRefused, match=name):
        from_environment(keys() | {name: key})


def test_the_same_key_twice_is_refused():
    """One key that leaks must not open the other locks."""
    same = dict.fromkeys(SECRETS, keys()[SECRETS[0]])

    with pytest.raises(SettingsRefused, match="must differ"):
        from_environment(same)


def test_production_needs_its_address():
    """Without https and host names, a forged Host header would do."""
    with pytest.raises(SettingsRefused, match="CREDIT_BANK_HOSTS"):
        from_environment(keys() | {"CREDIT_BANK_PRODUCTION": "1"})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_reached_by_the_driver_that_is_shipped(scheme):
    """The usual URL is enough."""
    settings = from_environment(keys() | {"DATABASE_URL": f"{scheme}://bank@db/bank"})

    assert settings.database_url == "postgresql+psycopg://bank@db/bank"


def test_words_of_the_house_are_settings():
    """Platform name and signature can be set."""
    settings = from_environment(keys() | {"CREDIT_BANK_PLATFORM": "某学分银行"})

    assert settings.platform == "某学分银行"
    assert settings.sms_signature == "【广东学银】"


def test_the_first_days_of_terms_are_read_or_refused():
    """Policies that count by term need days that every year has."""
    assert from_environment(keys() | {"CREDIT_BANK_TERM_STARTS": "02-15,08-20"}).term_starts == "02-15,08-20"
    with pytest.raises(SettingsRefused, match="CREDIT_BANK_TERM_STARTS"):
        from_environment(keys() | {"CREDIT_BANK_TERM_STARTS": "02-30"})


def test_the_promised_turnaround_is_a_setting_in_days():
    """Each review has a turnaround in days of its own; what is no number of days is refused by its name."""
    ours = from_environment(keys() | {"CREDIT_BANK_TURNAROUND_FIRST_REVIEW": "7"})

    assert (ours.first_review_days, ours.final_review_days, ours.recognition_days) == (7, 15, 15)


@pytest.mark.parametrize("words", ["0", "-3", "1.5", "十", "367", "99999"])
def test_a_turnaround_that_is_no_number_of_days_is_refused(words):
    """The refusal names the setting, so that it can be mended."""
    with pytest.raises(SettingsRefused, match="CREDIT_BANK_TURNAROUND_RECOGNITION"):
        from_environment(keys() | {"CREDIT_BANK_TURNAROUND_RECOGNITION": words})


def test_whom_the_login_asks_for_a_second_factor_is_a_setting():
    """Nobody, unless the house says staff; any other word is refused."""
    assert from_environment(keys()).second_factor == "off"
    assert from_environment(keys() | {"CREDIT_BANK_SECOND_FACTOR": "staff"}).second_factor == "staff"
    with pytest.raises(SettingsRefused, match="CREDIT_BANK_SECOND_FACTOR"):
        from_environment(keys() | {"CREDIT_BANK_SECOND_FACTOR": "everybody"})


def test_the_issuing_keys_are_settings():
    """One key signs; those before it are named with their days, and are published behind it."""
    former = IssuingKey(b"f" * 32).public()
    given = {
        "CREDIT_BANK_ISSUING_SINCE": "2021-01-01",
        "CREDIT_BANK_RETIRED_KEYS": retired_entry(former, date(2020, 1, 1), date(2020, 12, 31)),
    }
    published = from_environment(keys() | given).keyring.published()

    assert [each.active_since for each in published] == [date(2021, 1, 1), date(2020, 1, 1)]
    assert published[1].key_id == former.key_id


@pytest.mark.parametrize(
    "given",
    [
        {"CREDIT_BANK_RETIRED_KEYS": "nonsense"},
        {"CREDIT_BANK_ISSUING_SINCE": "yesterday"},
        {"CREDIT_BANK_SIGNING_FILE": "/nowhere/signer.p12"},
    ],
    ids=str,
)
def test_a_wrong_setting_of_keys_stops_the_start(given):
    """A paper would otherwise be signed by less than the house believes."""
    with pytest.raises(SettingsRefused, match=next(iter(given))):
        from_environment(keys() | given)


def test_a_house_from_before_gets_the_keys_that_it_lacks(tmp_path, monkeypatch):
    """The keys of a trial are made once; a newer product adds what it needs, and changes none."""
    monkeypatch.setattr("os.environ", {"CREDIT_BANK_FOLDER": str(tmp_path)})
    old = {name: key for name, key in keys().items() if name != "CREDIT_BANK_ISSUING_KEY"}
    (tmp_path / "secrets.json").write_text(json.dumps(old))
    run.load_secrets()
    first = json.loads((tmp_path / "secrets.json").read_text())
    run.load_secrets()

    assert first == json.loads((tmp_path / "secrets.json").read_text())
    assert first.keys() == set(SECRETS)
    assert {name: first[name] for name in old} == old
    assert from_environment(os.environ).keyring.active.seed == base64.b64decode(first["CREDIT_BANK_ISSUING_KEY"])


def test_how_many_renderers_a_worker_has_is_a_setting():
    """One, unless the house says otherwise; none at all is refused."""
    assert from_environment(keys()).renderers == 1
    assert from_environment(keys() | {"CREDIT_BANK_RENDERERS": "3"}).renderers == 3
    with pytest.raises(SettingsRefused, match="CREDIT_BANK_RENDERERS"):
        from_environment(keys() | {"CREDIT_BANK_RENDERERS": "0"})


PRODUCTION = {
    "CREDIT_BANK_PRODUCTION": "1",
    "CREDIT_BANK_PUBLIC_URL": "https://bank.example.org",
    "CREDIT_BANK_HOSTS": "bank.example.org",
}
GATEWAY = {"CREDIT_BANK_SMS_URL": "https://sms.example.org/v1", "CREDIT_BANK_SMS_SECRET": "s" * 16}
MAIL = {"CREDIT_BANK_SMTP_HOST": "mail.example.org", "CREDIT_BANK_MAIL_FROM": "bank@example.org"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "CREDIT_BANK_SMS_URL"),
        (GATEWAY | {"CREDIT_BANK_SMS_URL": "http://sms.example.org/"}, "https"),
        (GATEWAY | {"CREDIT_BANK_SMS_SECRET": "short"}, "CREDIT_BANK_SMS_SECRET"),
        (GATEWAY | {"CREDIT_BANK_SMTP_HOST": "mail.example.org"}, "CREDIT_BANK_MAIL_FROM"),
        (GATEWAY | MAIL | {"CREDIT_BANK_SMTP_SECURITY": "none"}, "CREDIT_BANK_SMTP_SECURITY"),
        (GATEWAY | {"CREDIT_BANK_MESSAGES_A_DAY": "0"}, "CREDIT_BANK_MESSAGES_A_DAY"),
        (GATEWAY | {"CREDIT_BANK_SMTP_PORT": "x"}, "CREDIT_BANK_SMTP_PORT"),
    ],
    ids=["console", "plain", "secret", "sender", "open", "none", "port"],
)
def test_production_sends_messages_safely_or_does_not_start(given, named):
    """The console, plain text, a short secret and no sender are refused by name."""
    with pytest.raises(SettingsRefused, match=named):
        from_environment(keys() | PRODUCTION | given)


def test_the_ways_of_messages_are_settings():
    """A gateway and a mail server, and the console when that is said."""
    sent = from_environment(keys() | PRODUCTION | GATEWAY | MAIL).post
    printed = from_environment(keys() | PRODUCTION | {"CREDIT_BANK_CONSOLE_MESSAGES": "1"}).post

    assert (sent.gateway_url, sent.smtp_host, sent.smtp_security) == (
        GATEWAY["CREDIT_BANK_SMS_URL"],
        "mail.example.org",
        "starttls",
    )
    assert (printed.gateway_url, printed.most_a_day, printed.most_of_a_kind) == ("", 20, 10)
    assert "s" * 16 not in repr(sent)
