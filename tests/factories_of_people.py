"""Factories of sessions, second factors, invitations and settings."""

from datetime import UTC, datetime

MOMENT = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)


def factories_of_people(need):
    """Return the factories; `need` stands for a row of another model."""
    return {
        "LoginSession": lambda n: {
            "user": need("User"),
            "token_index": f"{n:064d}",
            "started_at": MOMENT,
            "seen_at": MOMENT,
        },
        "SecondFactor": lambda _n: {
            "user": need("User"),
            "secret_sealed": b"sealed",
            "recovery_index": [],
            "begun_at": MOMENT,
        },
        "Invitation": lambda n: {
            "user": need("User"),
            "inviter": need("User"),
            "token_index": f"{n:064d}",
            "way": "hand",
            "created_at": MOMENT,
            "expires_at": MOMENT,
        },
        "PlatformSetting": lambda n: {
            "name": f"example_{n}",
            "value": "示例",
            "changed_by_id": need("User", "id"),
            "changed_at": MOMENT,
        },
    }
