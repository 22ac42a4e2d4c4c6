"""Settings of the product, read from the environment and nowhere else."""

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reports.keys import Certificate, IssuingKey, Keyring, UnreadableKey, UnusableCertificate, retired_keys

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
    "CREDIT_BANK_ISSUING_KEY",
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
IMPORT_DAYS = PRINT_DAYS = 7
SHORTEST_SECRET = 16  # characters
MOST_A_DAY = 1000
MOST_RENDERERS = 16


class SettingsRefused(Exception):  # noqa: N818 - a refusal to start, told to the person at the terminal
    """A setting is missing or unsafe; the text says which and how to mend it, in both languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How messages leave the house; an address or a host that is empty means the console."""

    gateway_url: str = ""
    gateway_secret: str = field(default="", repr=False)
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"  # or "tls", "none"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    mail_from: str = ""
    most_a_day: int = 20  # messages to one person by one way
    most_of_a_kind: int = 10  # of these, of one template


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs from one house to another; keys are 32 bytes."""

    database_url: str
    folder: Path
    secret_key: bytes
    sealing_key: bytes
    index_key: bytes
    proof_key: bytes
    keyring: Keyring  # what signs papers, and what did before
    certificate: Certificate | None = None  # signs papers once more, by the rules of PAdES
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
    import_days: int = IMPORT_DAYS  # calendar days within which a checked import must be confirmed
    renderers: int = 1  # processes that print papers, of each web worker
    print_days: int = PRINT_DAYS  # for which the file of a run of printing is kept
    second_factor: str = "off"  # whom the login asks for a second factor: "staff" or nobody, "off"
    post: Post = Post()

    @property
    def evidence_folder(self) -> Path:
        """Where uploaded files lie."""
        return self.folder / "evidence"

    @property
    def imports_folder(self) -> Path:
        """Where files lie, sealed, while they are imported."""
        return self.folder / "imports"

    @property
    def prints_folder(self) -> Path:
        """Where files of printed proofs lie, sealed, until they are fetched."""
        return self.folder / "prints"

    @property
    def jobs_url(self) -> str:
        """The database of the job engine: a file beside ours, or a schema of the same PostgreSQL."""
        beside = f"sqlite:///{self.folder / 'jobs.db'}"
        return beside if self.database_url.startswith("sqlite") else self.database_url


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
    words = {name: said for name in WORDS if (said := environment.get(f"CREDIT_BANK_{name.upper()}"))}
    return Settings(
        database_url=driver_url(environment.get("DATABASE_URL") or f"sqlite:///{folder / 'credit-bank.db'}"),
        folder=folder,
        secret_key=keys[0],
        sealing_key=keys[1],
        index_key=keys[2],
        proof_key=keys[3],
        keyring=_keyring(environment, IssuingKey(keys[4])),
        certificate=_certificate(environment),
        production=production,
        public_url=public_url,
        trusted_hosts=hosts,
        first_review_days=_days(environment, "CREDIT_BANK_TURNAROUND_FIRST_REVIEW"),
        final_review_days=_days(environment, "CREDIT_BANK_TURNAROUND_FINAL_REVIEW"),
        recognition_days=_days(environment, "CREDIT_BANK_TURNAROUND_RECOGNITION"),
        paper_days=_days(environment, "CREDIT_BANK_PAPER_DAYS"),
        import_days=_days(environment, "CREDIT_BANK_IMPORT_DAYS", IMPORT_DAYS),
        print_days=_days(environment, "CREDIT_BANK_PRINT_DAYS", PRINT_DAYS),
        phones_unique=environment.get("CREDIT_BANK_PHONES_UNIQUE", "") not in {"", "0"},
        renderers=_number(environment, "CREDIT_BANK_RENDERERS", 1, MOST_RENDERERS),
        second_factor=_second_factor(environment.get("CREDIT_BANK_SECOND_FACTOR") or "off"),
        post=_post(environment, production=production),
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


def _keyring(environment: Mapping[str, str], active: IssuingKey) -> Keyring:
    since = environment.get("CREDIT_BANK_ISSUING_SINCE")
    try:
        retired = retired_keys(environment.get("CREDIT_BANK_RETIRED_KEYS", ""))
        return Keyring(active, date.fromisoformat(since) if since else None, retired)
    except (UnreadableKey, ValueError) as fault:
        raise SettingsRefused(
            f"CREDIT_BANK_RETIRED_KEYS（公钥:首日:末日，不含现用密钥）或 CREDIT_BANK_ISSUING_SINCE 有误：{fault}。\n"
            "CREDIT_BANK_RETIRED_KEYS (KEY:FIRST_DAY:LAST_DAY, comma separated) or CREDIT_BANK_ISSUING_SINCE is wrong."
        ) from None


def _certificate(environment: Mapping[str, str]) -> Certificate | None:
    file = environment.get("CREDIT_BANK_SIGNING_FILE", "")
    if not file:
        return None
    from reports.pades import signer_of  # noqa: PLC0415 - slow to load, and most houses have no certificate

    certificate = Certificate(file, environment.get("CREDIT_BANK_SIGNING_PASSWORD", ""))
    try:
        signer_of(certificate)
    except UnusableCertificate:
        raise SettingsRefused(
            f"CREDIT_BANK_SIGNING_FILE“{file}”打不开：须含证书和私钥，以 CREDIT_BANK_SIGNING_PASSWORD 打开。\n"
            "CREDIT_BANK_SIGNING_FILE must hold a certificate and its key; CREDIT_BANK_SIGNING_PASSWORD opens it."
        ) from None
    return certificate


def _second_factor(word: str) -> str:
    if word not in {"staff", "off"}:
        raise SettingsRefused(
            f"CREDIT_BANK_SECOND_FACTOR“{word}”不在选项内，请写 staff（工作人员登录须用动态验证码）或 off。\n"
            f"CREDIT_BANK_SECOND_FACTOR must be staff or off."
        )
    return word


def _post(environment: Mapping[str, str], *, production: bool) -> Post:
    def said(name: str, default: str = "") -> str:
        return environment.get(f"CREDIT_BANK_{name}") or default

    post = Post(
        gateway_url=said("SMS_URL"),
        gateway_secret=said("SMS_SECRET"),
        smtp_host=said("SMTP_HOST"),
        smtp_port=_number(environment, "CREDIT_BANK_SMTP_PORT", 587, 65535),
        smtp_security=said("SMTP_SECURITY", "starttls"),
        smtp_user=said("SMTP_USER"),
        smtp_password=said("SMTP_PASSWORD"),
        mail_from=said("MAIL_FROM"),
        most_a_day=_number(environment, "CREDIT_BANK_MESSAGES_A_DAY", 20, MOST_A_DAY),
        most_of_a_kind=_number(environment, "CREDIT_BANK_MESSAGES_OF_A_KIND", 10, MOST_A_DAY),
    )
    for wrong, chinese, english in _faults(post, production=production, console=said("CONSOLE_MESSAGES")):
        if wrong:
            raise SettingsRefused(f"{chinese}\n{english}")
    return post


def _faults(post: Post, *, production: bool, console: str) -> list[tuple[bool, str, str]]:
    """Return what could be wrong with the ways of messages: whether it is, then how to mend it in both languages."""
    secure = post.gateway_url.startswith("https://")
    return [
        (
            production and not post.gateway_url and console in {"", "0"},
            "正式环境须设置 CREDIT_BANK_SMS_URL（短信网关）；确要打印到标准输出，请设 CREDIT_BANK_CONSOLE_MESSAGES=1。",
            "Production needs CREDIT_BANK_SMS_URL, or CREDIT_BANK_CONSOLE_MESSAGES=1 to print messages.",
        ),
        (
            bool(post.gateway_url) and not secure and (production or not post.gateway_url.startswith("http://")),
            "CREDIT_BANK_SMS_URL 须为 https 地址（试用时可用 http）。",
            "CREDIT_BANK_SMS_URL must be an https address (http in a trial).",
        ),
        (
            bool(post.gateway_url) and len(post.gateway_secret) < SHORTEST_SECRET,
            f"CREDIT_BANK_SMS_SECRET 至少 {SHORTEST_SECRET} 个字符。",
            f"CREDIT_BANK_SMS_SECRET needs at least {SHORTEST_SECRET} characters.",
        ),
        (
            bool(post.smtp_host) and "@" not in post.mail_from,
            "请设置 CREDIT_BANK_MAIL_FROM（发件地址）。",
            "Please set CREDIT_BANK_MAIL_FROM, the sender's address.",
        ),
        (
            post.smtp_security not in {"starttls", "tls"} and (production or post.smtp_security != "none"),
            "CREDIT_BANK_SMTP_SECURITY 须为 starttls 或 tls（试用时可用 none）。",
            "CREDIT_BANK_SMTP_SECURITY must be starttls or tls (none in a trial).",
        ),
    ]


def _number(environment: Mapping[str, str], key: str, default: int, most: int) -> int:
    words = environment.get(key) or str(default)
    if not (words.isascii() and words.isdecimal() and len(words) < len("100000") and 0 < int(words) <= most):
        raise SettingsRefused(
            f"{key}“{words}”须为 1 到 {most} 的整数。\n{key} must be a whole number from 1 to {most}."
        )
    return int(words)


def _days(environment: Mapping[str, str], key: str, default: int = TURNAROUND_DAYS) -> int:
    return _number(environment, key, default, DAYS_OF_YEAR)


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
