"""Every form of a learner, ready to be sent: what must have happened before, its address, what is filled in."""

import io
import re
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.accounts.identity import IdentityChange
from backoffice.catalogue.models import OutcomeKind
from backoffice.institutions.models import Institution
from backoffice.kernel.entity import Entity
from backoffice.recognition.models import RecognitionApplication
from tests.backoffice.conftest import PASSWORD
from tests.worked_example import picture

IDENTITY = {
    "full_name": "学习者甲改",
    "country": "CN",
    "sex": "female",
    "birth_date": "1950-01-01",
    "document_kind": "resident_card",
    "document_number": "440104195001010020",
    "reason": "派出所更正",
}
HOME = {"province": "44", "city": "4401", "district": "440104"}
FLASHED = re.compile(r'class="(?:alert|xf-toast)(?![^"]*xf-stale)[^"]*"[^>]*>(.*?)</div>', re.DOTALL)


@dataclass
class Form:
    """A form that would be taken as it is; `files` are the names of its files, `texts` of what is typed freely."""

    address: str
    filled: dict[str, str]
    texts: dict[str, int] = field(default_factory=dict)  # most characters of each
    required: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    back: str = ""  # the page that the form stands on, where that has another address

    def sent(self, changes=()):
        """Return what a browser sends."""
        files = {name: (io.BytesIO(picture("form")), "证.png") for name in self.files}
        return self.filled | files | dict(changes)


class Learner:
    """学习者甲 in one session, in as many tabs as are wanted."""

    def __init__(self, judged, visitor):
        self.judged, self.visitor, self.engine = judged, visitor, judged.engine

    def find(self, model, **named):
        """Return the id of the one row."""
        with Session(self.engine) as session:
            return session.scalars(select(model.id).filter_by(**named)).one()

    def rows(self):
        """Return how many rows every table has."""
        with Session(self.engine) as session:
            tables = Entity.metadata.sorted_tables
            return {table.name: session.scalar(select(func.count()).select_from(table)) for table in tables}

    def hidden(self, page, name):
        """Return a hidden field of a page."""
        return re.search(rf'name="{name}" value="(\w+)"', self.visitor.client.get(page).text)[1]

    def send(self, form, changes=()):
        """Send a form; return the status, and what the page that follows tells."""
        status, told = self.visitor.send(form.address, form.sent(changes))
        return status, told or [self.told(form)]

    def told(self, form):
        """Return what the next page says on top."""
        text = self.visitor.client.get(form.back or form.address, follow_redirects=True).text
        return " ".join(re.sub(r"<[^>]+>", " ", " ".join(FLASHED.findall(text))).split())


def add(learner):
    """成果添加, typed freely."""
    kind = str(learner.find(OutcomeKind, code="achievement_competition"))
    filled = {"kind": kind, "title": "书法一等奖", "institution": "文化馆", "awarded_on": "2020-10-01"}
    key = learner.hidden("/my/add", "submission_key")
    texts = {"title": 200, "institution": 200, "description": 1000}
    return Form("/my/add", filled | {"submission_key": key}, texts, ("title",), ("award",))


def change(learner):
    """修改成果."""
    address = f"/my/outcomes/{learner.judged.add_award()}/change"
    filled = {"stamp": learner.hidden(address, "stamp"), "title": "二等奖", "institution": "文化馆"}
    return Form(address, filled, {"title": 200, "institution": 200, "description": 1000}, ("title",), back=address)


def delete(learner):
    """删除成果."""
    return Form(f"/my/outcomes/{learner.judged.add_award()}/delete", {"asked": "1"}, back="/my/")


def recognise(learner):
    """认定成果申请."""
    outcome = str(learner.judged.add_award())
    key = learner.hidden("/my/recognition/", "submission_key")
    home = str(learner.find(Institution, title="老年大学机构"))
    filled = {"outcome": outcome, "institution": home, "action": "apply", "asked": "1", "submission_key": key}
    return Form("/my/recognition/", filled)


def withdraw_recognition(learner):
    """撤回认定申请."""
    learner.judged.request(learner.judged.add_award())
    number = learner.find(RecognitionApplication)
    return Form(f"/my/recognition/{number}/withdraw", {}, back="/my/recognition/")


def judge(learner):
    """业绩类成果转换申请."""
    filled = {"outcome": str(learner.judged.add_award()), "entry": str(learner.judged.target())}
    return Form("/my/performance/apply", filled, back="/my/performance/")


def convert(learner):
    """转换成果申请."""
    outcome = learner.judged.add()
    with Session(learner.engine) as session:
        version = str(learner.judged.version(session))
    return Form(f"/my/conversions/apply/{outcome}", {"rule": version}, files=("materials",))


def withdraw(learner):
    """撤回转换申请."""
    number = learner.judged.apply(learner.judged.add())
    return Form(f"/my/conversions/{number}/withdraw", {}, back=f"/my/conversions/{number}")


def correct(learner):
    """补正后重新提交."""
    number = learner.judged.apply(learner.judged.add())
    learner.judged.pass_first(number, step="return_for_correction", remarks="缺页")
    return Form(f"/my/conversions/{number}/correct", {}, files=("materials",), back=f"/my/conversions/{number}")


def appeal(learner):
    """申诉."""
    number = learner.judged.apply(learner.judged.add())
    learner.judged.pass_first(number, step="refuse_first_review", remarks="不清楚")
    back = f"/my/conversions/{number}"
    return Form(f"{back}/appeal", {"remarks": "请重看"}, {"remarks": 1000}, ("remarks",), ("materials",), back)


def ask(_learner):
    """在线解答: a question."""
    filled = {"title": "怎样补材料", "body": "证书丢了怎么办？"}
    return Form("/my/questions", filled, {"title": 100, "body": 2000}, ("title", "body"))


def ask_further(learner):
    """在线解答: what is asked further."""
    question = learner.visitor.client.post(
        "/my/questions", data=ask(learner).filled | {"csrf_token": learner.visitor.token}
    )
    return Form(question.location, {"body": "补充：学校已停办。"}, {"body": 2000}, ("body",))


def contact(_learner):
    """联系方式."""
    filled = HOME | {"email": "a@example.org", "address": "下塘西路1号"}
    return Form("/account/contact", filled, {"address": 200, "email": 254}, ("address", "email"), back="/account/")


def identity(_learner):
    """申请更正身份信息."""
    texts, required = {"full_name": 60, "reason": 1000}, ("full_name", "reason", "document_number")
    return Form("/account/identity", dict(IDENTITY), texts, required, ("proof",))


def withdraw_identity(learner):
    """撤回更正申请."""
    learner.visitor.send("/account/identity", identity(learner).sent())
    back = f"/account/identity/{learner.find(IdentityChange)}"
    return Form(f"{back}/withdraw", {}, back=back)


def password(_learner):
    """修改密码."""
    filled = {"old": PASSWORD, "new": "Neues-2021-xy", "again": "Neues-2021-xy"}
    return Form("/account/password", filled, required=("old", "new", "again"))


FORMS = (
    add,
    change,
    delete,
    recognise,
    withdraw_recognition,
    judge,
    convert,
    withdraw,
    correct,
    appeal,
    ask,
    ask_further,
    contact,
    identity,
    withdraw_identity,
    password,
)


@pytest.fixture
def learner(judged, visit):
    """Return the demo learner, logged in, on a database that holds the sample."""
    return Learner(judged, visit("learnera"))
