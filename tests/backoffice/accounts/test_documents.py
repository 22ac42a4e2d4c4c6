"""Numbers of identity documents."""

from datetime import date

import pytest

from backoffice.accounts.documents import Document, document_problems, written
from backoffice.accounts.models import DocumentKind, Sex

BORN = date(1950, 1, 1)
RIGHT = {
    DocumentKind.RESIDENT: "440104195001010020",
    DocumentKind.RESIDENCE_PERMIT: "810000195001010029",
    DocumentKind.HONG_KONG_MACAO: "H12345678",
    DocumentKind.TAIWAN: "12345678",
    DocumentKind.FOREIGN_RESIDENT: "FRA110050010102",
    DocumentKind.PASSPORT: "C01X00T47",
}
WRONG = [
    (DocumentKind.RESIDENT, "440104195001010021", "document_number"),
    (DocumentKind.RESIDENT, "44010419500101002", "document_number"),
    (DocumentKind.RESIDENT, "440104195013010020", "document_number"),
    (DocumentKind.RESIDENT, "４４０１０４１９５００１０１００２０", "document_format"),
    (DocumentKind.HONG_KONG_MACAO, "A12345678", "document_format"),
    (DocumentKind.TAIWAN, "1234567", "document_format"),
    (DocumentKind.FOREIGN_RESIDENT, "FRA11005001010", "document_format"),
    (DocumentKind.FOREIGN_RESIDENT, "911050195001010021", "document_number"),
    (DocumentKind.PASSPORT, "C01", "document_format"),
    (DocumentKind.PASSPORT, "C01_00T47", "document_format"),
]


def codes(kind, number, *, birth_date=BORN, sex=Sex.FEMALE, country="CN"):
    """Return field and code of each problem."""
    found = document_problems(Document(kind, number, country), birth_date=birth_date, sex=sex)
    return [(problem.field, problem.code) for problem in found]


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_right_number_has_no_problem(kind):
    """Every kind of document has its own writing."""
    assert codes(kind, RIGHT[kind]) == []


@pytest.mark.parametrize(("kind", "number", "code"), WRONG)
def test_a_wrong_number_is_told(kind, number, code):
    """A wrong writing and a wrong check digit are told apart."""
    assert codes(kind, number) == [("document_number", code)]


def test_birth_date_sex_and_country_must_agree():
    """A resident number tells birth date and sex, and is a national's; all three are told at once."""
    number = RIGHT[DocumentKind.RESIDENT]

    assert codes(DocumentKind.RESIDENT, number, birth_date=date(1951, 1, 1), sex=Sex.MALE, country="FR") == [
        ("country", "document_country"),
        ("sex", "document_sex"),
        ("birth_date", "document_birth"),
    ]
    assert codes(DocumentKind.PASSPORT, "C01X00T47", birth_date=date(1951, 1, 1), sex=Sex.MALE, country="FR") == []


def test_one_passport_number_of_two_countries_is_two_documents():
    """Countries number their passports each for themselves; other documents have one issuer."""
    french, german = (Document(DocumentKind.PASSPORT, "C01X00T47", country) for country in ("FR", "DE"))
    permits = {Document(DocumentKind.TAIWAN, "12345678", country).identity for country in ("CN", "TW")}

    assert french.identity != german.identity
    assert len(permits) == 1
    assert written(" c01x-00t47 ") == "C01X00T47"
