"""Settings of the product, read from the environment and nowhere else."""

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent
KEY_BYTES = 32
MONTH_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])"
PUBLIC_URL = "http://127.0.0.1:8080"
DAYS_OF_YEAR = 366
SECRETS = (
    "CREDIT_BANK_SECRET_KEY",
    "CREDIT_BANK_SEALING_KEY",
    "CREDIT_BANK_INDEX_KEY",
    "CREDIT_BANK_PROOF_KEY",
)
WORDS = (
    "platform",
    "platform_english",
    "short_name",
    "short_name_english",
    "issuer",
    "sms_signature",
    "help_line",
    "mark_legend",
    "number_prefix",
    "rate_limits",
    "term_starts",
)
TURNAROUND_DAYS = 15


class SettingsRefused(Exception):  # noqa: N818 - a refusal to start, told to the person at the terminal
    """A setting is missing or unsafe; the text says which and how to mend it, in both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs from one house to another; keys are 32 bytes."""

    database_url: str
    folder: Path
    secret_key: bytes
    sealing_key: bytes
    index_key: bytes
    proof_key: bytes
    production: bool = False
    platform: str = "广东终身教育学分银行信息管理平台"
    platform_english: str = "Guangdong Credit Bank of Lifelong Education"
    short_name: str = "学分银行"
    short_name_english: str = "Credit Bank"
    issuer: str = "广东终身教育学分银行管理中心"
    sms_signature: str = "【广东学银】"
    help_line: str = "020-83772087"
    mark_legend: str = ""  # what ★ beside a catalogue outcome means; empty: the words of the product
    number_prefix: str = "XY"
    public_url: str = PUBLIC_URL
    trusted_hosts: tuple[str, ...] = ()
    rate_limits: str = "memory://"
    paper_days: int = TURNAROUND_DAYS  # calendar days within which paper originals must reach the institution
    phones_unique: bool = False  # whether a mobile number serves one account alone
    term_starts: str = "03-01,09-01"  # first days of the terms (学期), as month-day
    first_review_days: int = TURNAROUND_DAYS  # calendar days within which a 初审 is promised
    final_review_days: int = TURNAROUND_DAYS  # calendar days, of a 终审
    recognition_days: int = TURNAROUND_DAYS  # calendar days, of a 认定
    second_factor: str = "off"  # whom the login asks for a second factor: "staff" or nobody, "off"

    @property
    def evidence_folder(self) -> Path:
        """Where uploaded files lie."""
        return self.folder / "evidence"

    @property
    def imports_folder(self) -> Path:
        """Where files lie, sealed, while they are imported."""
        return self.folder / "imports"

    @property
    def jobs_url(self) -> str:
        """The database of the job engine: a file beside ours, or a schema of the same PostgreSQL."""
        if self.database_url.startswith("sqlite"):
            return f"sqlite:///{self.folder / 'jobs.db'}"
        return self.database_url


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises SettingsRefused when a secret is missing, short or used twice."""
    keys = [_key(environment, name) for name in SECRETS]
    if len(set(keys)) < len(keys):
        raise SettingsRefused(
            f"{'、'.join(SECRETS)} 须各不相同，请重新生成。\n{', '.join(SECRETS)} must differ from each other."
        )
    folder = Path(environment.get("CREDIT_BANK_FOLDER") or HOME / "var")
    public_url = environment.get("CREDIT_BANK_PUBLIC_URL", PUBLIC_URL)
    production = environment.get("CREDIT_BANK_PRODUCTION", "") not in {"", "0"}
    hosts = tuple(filter(None, environment.get("CREDIT_BANK_HOSTS", "").split(",")))
    if production and not (public_url.startswith("https://") and hosts):
        raise SettingsRefused(
            "正式环境须设置 CREDIT_BANK_PUBLIC_URL（https 开头）和 CREDIT_BANK_HOSTS（允许的域名，逗号分隔）。\n"
            "Production needs CREDIT_BANK_PUBLIC_URL (https) and CREDIT_BANK_HOSTS (comma separated host names)."
        )
    _check_term_starts(environment.get("CREDIT_BANK_TERM_STARTS", ""))
    words = {
        name: environment[f"CREDIT_BANK_{name.upper()}"]
        for name in WORDS
        if environment.get(f"CREDIT_BANK_{name.upper()}")
    }
    return Settings(
        database_url=driver_url(environment.get("DATABASE_URL") or f"sqlite:///{folder / 'credit-bank.db'}"),
        folder=folder,
        secret_key=keys[0],
        sealing_key=keys[1],
        index_key=keys[2],
        proof_key=keys[3],
        production=production,
        public_url=public_url,
        trusted_hosts=hosts,
        first_review_days=_days(environment, "CREDIT_BANK_TURNAROUND_FIRST_REVIEW"),
        final_review_days=_days(environment, "CREDIT_BANK_TURNAROUND_FINAL_REVIEW"),
        recognition_days=_days(environment, "CREDIT_BANK_TURNAROUND_RECOGNITION"),
        paper_days=_days(environment, "CREDIT_BANK_PAPER_DAYS"),
        phones_unique=environment.get("CREDIT_BANK_PHONES_UNIQUE", "") not in {"", "0"},
        second_factor=_second_factor(environment.get("CREDIT_BANK_SECOND_FACTOR") or "off"),
        **words,
    )


def driver_url(url: str) -> str:
    """Return the database's URL with the driver that the product ships."""
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _check_term_starts(words: str) -> None:
    if words and not re.fullmatch(f"{MONTH_DAY}(,{MONTH_DAY})*", words):
        raise SettingsRefused(
            f"CREDIT_BANK_TERM_STARTS“{words}”不是学期首日，请写成 03-01,09-01 的样子（日不超过 28）。\n"
            f"CREDIT_BANK_TERM_STARTS must name the first days of the terms like 03-01,09-01 (days up to 28)."
        )


def _second_factor(word: str) -> str:
    if word not in {"staff", "off"}:
        raise SettingsRefused(
            f"CREDIT_BANK_SECOND_FACTOR“{word}”不在选项内，请写 staff（工作人员登录须用动态验证码）或 off。\n"
            f"CREDIT_BANK_SECOND_FACTOR must be staff or off."
        )
    return word


def _days(environment: Mapping[str, str], key: str) -> int:
    words = environment.get(key) or str(TURNAROUND_DAYS)
    if not (words.isascii() and words.isdecimal() and len(words) < len("1000") and 0 < int(words) <= DAYS_OF_YEAR):
        raise SettingsRefused(
            f"{key}“{words}”不是天数，请写 1 到 {DAYS_OF_YEAR} 的整数。\n"
            f"{key} must be a whole number of days from 1 to {DAYS_OF_YEAR}."
        )
    return int(words)


def _key(environment: Mapping[str, str], name: str) -> bytes:
    try:
        key = base64.b64decode(environment.get(name, ""), validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or len(set(key)) < KEY_BYTES // 4:
        raise SettingsRefused(
            f"{name} 未设置或不安全：须为 32 个随机字节的 base64。可用 python3 -c “import os,base64;"
            f"print(base64.b64encode(os.urandom(32)).decode())” 生成。\n"
            f"{name} is missing or unsafe: it must be 32 random bytes in base64."
        )
    return key
