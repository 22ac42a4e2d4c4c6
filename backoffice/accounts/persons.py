"""Reading what people write about themselves: every field checked, every problem kept, in the order of the form."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.documents import Document, document_problems, written
from backoffice.accounts.models import DocumentKind, Sex
from backoffice.accounts.reference import CHINA, Country, Division, Nation
from backoffice.accounts.words import named
from backoffice.kernel.hidden import has_hidden, odd_letter, told
from backoffice.kernel.problems import Problem

FOREIGN = "-"  # the choice of people who belong to none of China's nationalities
FIRST_YEAR = 1900
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
NAME_MARKS = frozenset(" ·.-'’")
DOTS = str.maketrans(dict.fromkeys("•‧∙・･", "·"))  # what keyboards give for the dot in 阿卜杜拉·买买提
HIGHER_PLANES = range(0x20000, 0x3FFFE)  # rare Chinese characters, also those newer than our table of categories
PHONE = r"1\d{10}|\+[1-9]\d{6,14}"
EMAIL = r"[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}"
LONGEST = {"username": 32, "full_name": 60, "email": 254, "address": 200, "document_number": 30, "reason": 1000}


@dataclass(slots=True)
class Reader:
    """Reads fields out of a form; what is wrong gathers in `problems`, what comes back is then of no use."""

    form: Mapping[str, str]
    today: date
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str, *, lines: bool = False) -> str:
        """Return a field that must be filled: in one form (NFC), without hidden letters, not too long."""
        typed = unicodedata.normalize("NFC", self.form.get(name, "")).strip()
        plain = typed.replace("\r", "").replace("\n", "") if lines else typed
        limit = LONGEST.get(name, 100)
        if not typed:
            self.problems.append(named("field_missing", name))
        elif odd := odd_letter(plain):
            self.problems.append(named("letter_refused", name, letter=odd))
        elif len(typed) > limit:
            self.problems.append(named("field_too_long", name, limit=str(limit)))
        else:
            return typed
        return ""

    def matching(self, name: str, pattern: str, code: str) -> str:
        """Return a field that must be written in one way."""
        typed = self.text(name)
        if typed and not re.fullmatch(pattern, typed):
            self.problems.append(named(code, name))
        return typed

    def full_name(self) -> str:
        """Return a name: letters of any script, also rare ones, and the few marks that names have."""
        typed = self.text("full_name").translate(DOTS)
        wrong = next((letter for letter in typed if not _is_of_names(letter)), "")
        if wrong:
            self.problems.append(named("letter_refused", "full_name", letter=told(wrong)))
        return " ".join(typed.split())

    def username(self) -> str:
        """Return a username (^[A-Za-z0-9]+$)."""
        return self.matching("username", "[A-Za-z0-9]+", "username_letters")

    def password(self, name: str = "password") -> str:
        """Return a password that is strong enough and was typed the same twice."""
        typed = self.form.get(name, "")
        if not typed:
            self.problems.append(named("field_missing", name))
        elif is_weak(typed):
            self.problems.append(Problem("password_weak", name, {"length": str(SHORTEST_PASSWORD)}))
        if not self.form.get("again"):
            self.problems.append(named("field_missing", "again"))
        elif typed != self.form["again"]:
            self.problems.append(Problem("password_differs", "again"))
        return typed

    def birth_date(self) -> date | None:
        """Return a birth date that lies neither ahead nor before anybody's time."""
        typed = self.text("birth_date")
        if not typed:
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            self.problems.append(named("field_not_a_date", "birth_date"))
            return None
        if day > self.today:
            self.problems.append(named("date_in_future", "birth_date"))
        elif day.year < FIRST_YEAR:
            self.problems.append(named("field_not_a_date", "birth_date"))
        return day

    def sex(self) -> Sex | None:
        """Return the sex that was chosen."""
        chosen = self._chosen("sex", set(Sex))
        return Sex(chosen) if chosen else None

    def country(self, session: Session) -> str:
        """Return the code of a country (国籍)."""
        return self._chosen("country", set(session.scalars(select(Country.code))))

    def nation(self, session: Session, country: str) -> str:
        """Return the code of a nationality (民族); empty for a foreigner without one."""
        foreign = {FOREIGN} if country != CHINA else set()
        chosen = self._chosen("nation", {*session.scalars(select(Nation.code)), *foreign})
        return "" if chosen == FOREIGN else chosen

    def document(self, country: str, *, birth_date: date | None, sex: Sex | None) -> Document | None:
        """Return the identity document, held against the rest of the form."""
        kind = self._chosen("document_kind", set(DocumentKind))
        number = written(self.text("document_number"))
        if not kind or not number:
            return None
        document = Document(DocumentKind(kind), number, country)
        self.problems += document_problems(document, birth_date=birth_date, sex=sex)
        return document

    def division(self, session: Session) -> str:
        """Return the code of the district; of the city where it has no districts, of the province without cities."""
        code = ""
        for name in ("province", "city", "district"):
            below = set(session.scalars(select(Division.code).where(Division.parent_code == code)))
            if not below:
                break
            chosen = self.form.get(name, "")
            if chosen not in below:
                self.problems.append(Problem("place_missing", name))
                return ""
            code = chosen
        return code

    def phone(self) -> str:
        """Return a phone number without blanks and hyphens."""
        return self._phone(self.form.get("phone", ""))

    def _phone(self, typed: str) -> str:
        number = re.sub(r"[\s()-]", "", typed)
        if not number:
            self.problems.append(named("field_missing", "phone"))
        elif not number.isascii() or not re.fullmatch(PHONE, number):
            self.problems.append(Problem("phone_format", "phone"))
            return ""
        return number

    def _chosen(self, name: str, known: set[str]) -> str:
        chosen = self.form.get(name, "")
        if chosen in known:
            return chosen
        self.problems.append(named("choice_missing" if not chosen else "choice_unknown", name))
        return ""


def is_weak(password: str) -> bool:
    """Tell whether a password is too short, too long, or of one sort of characters alone."""
    length_fits = SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
    return not length_fits or password.isalpha() or password.isdecimal() or has_hidden(password)


def _is_of_names(letter: str) -> bool:
    return letter in NAME_MARKS or ord(letter) in HIGHER_PLANES or unicodedata.category(letter)[0] in "LM"
