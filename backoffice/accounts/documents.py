"""Identity documents: how their numbers are written, and what a number says of its owner."""

import re
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from backoffice.accounts.models import DocumentKind, Sex
from backoffice.accounts.reference import CHINA
from backoffice.kernel.problems import Problem

RESIDENT_LENGTH = 18
SEX_PLACE = 16  # of the 17th figure, which is odd for men
SHAPES = {
    DocumentKind.HONG_KONG_MACAO: r"[HM]\d{8}(\d{2})?",
    DocumentKind.TAIWAN: r"\d{8}(\d{2})?",
    DocumentKind.FOREIGN_RESIDENT: r"[A-Z]{3}\d{12}|9\d{16}[\dX]",
    DocumentKind.PASSPORT: r"[A-Z0-9]{5,20}",
}
CHECKED = {DocumentKind.RESIDENT, DocumentKind.RESIDENCE_PERMIT}


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document as a form gives it; `number` has neither blanks nor small letters."""

    kind: DocumentKind
    number: str
    country_code: str = CHINA

    @property
    def identity(self) -> str:
        """What is unique to a person: passports are numbered by each country, all others by one authority."""
        return f"{self.country_code}:{self.number}" if self.kind is DocumentKind.PASSPORT else self.number


def written(number: str) -> str:
    """Return a document number without blanks and hyphens, in capitals.

    >>> written(" 110101 19500101-005x")
    '11010119500101005X'
    """
    return re.sub(r"[\s-]", "", number).upper()


def is_resident_number(number: str) -> bool:
    """Tell whether a number has the form, the birth date and the check digit of GB 11643.

    The county is not looked up: many did not exist yet, or exist no more, and their people keep the number.
    """
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return number[:17].isdecimal() and ric.calc_check_digit(number) == number[-1].upper()


def document_problems(document: Document, *, birth_date: date | None, sex: Sex | None) -> list[Problem]:
    """Return what is wrong with a number, alone and beside the birth date and sex of the form."""
    number = document.number
    numbered = document.kind in CHECKED or (
        document.kind is DocumentKind.FOREIGN_RESIDENT and len(number) == RESIDENT_LENGTH
    )
    shape = SHAPES.get(document.kind, "")
    if not number.isascii() or (shape and not re.fullmatch(shape, number)):
        return [Problem("document_format", "document_number")]
    if numbered and (len(number) != RESIDENT_LENGTH or not is_resident_number(number)):
        return [Problem("document_number", "document_number")]
    problems = []
    if document.kind is DocumentKind.RESIDENT and document.country_code not in {"", CHINA}:
        problems.append(Problem("document_country", "country"))
    if numbered:
        problems += _owner_problems(number, birth_date, sex)
    return problems


def _owner_problems(number: str, birth_date: date | None, sex: Sex | None) -> list[Problem]:
    problems = []
    told = Sex.MALE if int(number[SEX_PLACE]) % 2 else Sex.FEMALE
    if sex is not None and sex is not told:
        problems.append(Problem("document_sex", "sex"))
    if birth_date is not None and birth_date != ric.get_birth_date(number):
        problems.append(Problem("document_birth", "birth_date"))
    return problems
