"""Factories of the rows that messages add."""

from datetime import UTC, datetime

MOMENT = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)


def message_factories(need):
    """Return the factories; `need` stands for a row of another model."""
    return {
        "MessageWording": lambda n: {
            "template": f"example_{n}",
            "language": "zh",
            "number": 1,
            "text": "{签名}示例",
            "author_id": need("User", "id"),
            "created_at": MOMENT,
        },
    }
