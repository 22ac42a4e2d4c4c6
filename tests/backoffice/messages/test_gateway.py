"""The signed post to an SMS gateway that answers in every bad way, and mail handed in over TLS."""

import base64
import hashlib
import hmac
import json
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backoffice.messages.gateway import HttpTransport
from backoffice.messages.mail import MailServer, MailTransport
from backoffice.messages.transports import Rejected
from tests.backoffice.messages.servers import Gateway, MailHouse, running, within

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
SECRET = b"a secret of sixteen and more"
SENT = {"phone": "13800000001", "body": "【广东学银】您好", "key": "approved:1"}


@pytest.fixture(scope="module")
def gateway():
    """Return a gateway that runs, and the way to it."""
    kept = Gateway()
    with running(kept) as port:
        kept.transport = HttpTransport(f"http://127.0.0.1:{port}/v1/sms?a=b", SECRET, clock=lambda: NOW, seconds=0.4)
        yield kept


@pytest.fixture
def post(gateway):
    """Return a function that sends to a gateway of some manner."""

    def send(manner):
        gateway.manner = manner
        gateway.requests.clear()
        gateway.transport.send(**SENT)

    return send


def test_a_message_is_posted_signed_with_its_key_and_its_time(gateway, post):
    """The gateway can check with the shared secret that the bytes are ours, and how old they are."""
    post("accepts")
    ((line, headers, content),) = gateway.requests
    expected = hmac.new(SECRET, content, hashlib.sha256).hexdigest()

    assert line == "POST /v1/sms?a=b HTTP/1.1"
    assert headers["x-credit-bank-signature"] == f"sha256={expected}"
    assert headers["idempotency-key"] == "approved:1"
    assert (
        content == json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )
    assert json.loads(content) == {
        "to": "13800000001",
        "body": "【广东学银】您好",
        "key": "approved:1",
        "sent_at": "2020-11-15T03:21:03+00:00",
    }


def test_a_repetition_carries_the_same_key(gateway, post):
    """The gateway gets it twice and has one message."""
    gateway.delivered.clear()
    post("accepts")
    post("accepts")

    assert list(gateway.delivered) == ["approved:1"]


@pytest.mark.parametrize(
    ("manner", "words"),
    [
        ((500, "忙，稍后再试"), "500 忙，稍后再试"),
        ((429, "too many"), "429 too many"),
        ((401, "signature"), "401 signature"),
        ((302, ""), "302"),
        ("garbage", "no HTTP"),
        ("closes", "no HTTP"),
        ("slow", "more than 0.4 s"),
        ("trickles", "more than 0.4 s"),
    ],
    ids=str,
)
def test_what_may_pass_is_tried_again(post, manner, words):
    """A failing, busy, mute or babbling gateway is an OSError, soon, and says what happened."""
    with within(2), pytest.raises(OSError, match=words):
        post(manner)


def test_a_gateway_that_is_not_there_is_tried_again():
    """Nobody listens at the port."""
    transport = HttpTransport("http://127.0.0.1:9/", SECRET, clock=lambda: NOW, seconds=0.4)

    with pytest.raises(OSError, match="refused"):
        transport.send(**SENT)


@pytest.mark.parametrize("status", [400, 403, 410, 422])
def test_what_will_never_pass_is_given_up_in_the_gateways_words(post, status):
    """The words are kept to one line without control characters."""
    with pytest.raises(Rejected, match=f"^{status} 空号 请核对$"):
        post((status, "空号\n请核对\0"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the TLS contexts of a server of this machine and of who trusts it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    kept = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(kept + made.public_bytes(serialization.Encoding.PEM))
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(path)
    return serving, ssl.create_default_context(cafile=path)


@pytest.fixture(scope="module")
def house(certificate):
    """Return a mail server that runs, and the way to it."""
    serving, trusting = certificate
    kept = MailHouse(context=serving)
    with running(kept) as port:
        server = MailServer(
            host="localhost",
            port=port,
            security="starttls",
            user="bank",
            password="word",
            sender="银行 <bank@example.org>",
            context=trusting,
        )
        kept.transport = MailTransport(server, subject="学分银行", clock=lambda: NOW, seconds=2)
        kept.stranger = MailTransport(
            MailServer(host="localhost", port=port, security="starttls", sender="bank@example.org"),
            subject="学分银行",
            clock=lambda: NOW,
            seconds=2,
        )
        yield kept


def test_mail_is_handed_in_over_tls_after_a_login(house):
    """The mail names sender, recipient and subject; a repetition has the same Message-ID."""
    house.mails.clear()
    for _turn in range(2):
        house.transport.send(phone="a@example.org", body="您的申请已通过。", key="approved:1")
    first, second = (message_from_bytes(each.removesuffix(b".\r\n"), policy=policy.default) for each in house.mails)
    login, secure = house.logins[-1]

    assert base64.b64decode(login.split()[-1]) == b"\0bank\0word"
    assert secure
    assert (first["To"], first["Subject"]) == ("a@example.org", "学分银行")
    assert first.get_content().strip() == "您的申请已通过。"
    assert first["Message-ID"] == second["Message-ID"]


def test_a_server_that_nobody_trusts_gets_no_mail(house):
    """Without a certificate that this machine trusts nothing is sent, and it is tried again."""
    house.mails.clear()
    with pytest.raises(OSError, match="certificate"):
        house.stranger.send(phone="a@example.org", body="您好", key="k")

    assert house.mails == []


@pytest.mark.parametrize(("answer", "problem"), [("550 no such box", Rejected), ("451 later", OSError)])
def test_a_refused_recipient_is_given_up_or_tried_again(house, answer, problem):
    """5xx is for good, 4xx is not; the server's words are kept."""
    house.recipient = answer
    with pytest.raises(problem, match=answer):
        house.transport.send(phone="a@example.org", body="您好", key="k")
    house.recipient = "250 OK"


def test_a_server_that_hangs_up_is_tried_again(house):
    """The end of the conversation is an OSError."""
    house.closing = True
    with pytest.raises(OSError, match="closed"):
        house.transport.send(phone="a@example.org", body="您好", key="k")
    house.closing = False


def test_no_header_can_be_smuggled_in(house):
    """A line break in an address ends the message."""
    with pytest.raises(Rejected):
        house.transport.send(phone="a@example.org\nBcc: b@example.org", body="您好", key="k")
