"""Uploaded files on disk."""

import pytest

from backoffice.kernel.storage import path_of, safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\证书.jpg", "证书.jpg"),
        ("a\u202egpj.exe\n", "agpj.exe"),
        ("", "file"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given, kept):
    """A name keeps neither its folders nor invisible characters."""
    assert safe_name(given) == kept


def test_content_lies_under_its_hash(tmp_path):
    """The folder is the first two digits of the hash."""
    assert path_of("ab12", tmp_path) == tmp_path / "ab" / "ab12"
