"""A kind of outcomes is found by its code, its title, and a title that it had formerly."""

import pytest
from sqlalchemy.orm import Session

from backoffice.catalogue.kind_names import kind_named, kinds_by_name

NAMED = {
    "业绩类-职称证书": "achievement_title",
    "业绩类-职业资格证书": "achievement_title",  # one screen of the manual calls 工程师 so; table 1 wins
    " 业绩类－职业资格证书 ": "achievement_title",  # typed with a wide dash
    "achievement_title": "achievement_title",
    "职业资格证书": "vocational_certificate",
    "课程": "course",
    "COURSE": "course",
}


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # it only reads
def test_a_kind_is_found_by_every_name_it_has_had(filled):
    """The old label of 业绩类-职称证书 leads to it, and never to 职业资格证书."""
    with Session(filled) as session:
        kinds = kinds_by_name(session)
        found = {word: kind_named(kinds, word) for word in NAMED}

        assert {word: kind.code for word, kind in found.items()} == NAMED
        assert kind_named(kinds, "业绩类-资格证书") is None
