"""What people type into a learner's forms: nothing, too much, letters nobody sees, pictures, rare characters."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.entity import Entity
from tests.backoffice.learner_forms.conftest import FORMS, HOME

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # what is read is the same on both databases
TYPED = [
    each for each in FORMS if each.__name__ in {"add", "change", "appeal", "ask", "ask_further", "contact", "identity"}
]
HIDDEN = {
    "NUL": "好\0坏",
    "turned round": "好\u202e坏",
    "isolated": "好\u2066坏",
    "no width": "好\u200b坏",
    "bell": "好\a坏",
}
# Characters that machines trip over: beyond the basic plane, of the newest extensions, compatible twins, long names.
RARE = "𠮷𬣙𨙸𱁬龘䶮㛃"
NAMES = ("丁廙", "王𠙶", "阿卜杜拉·买买提", "欧阳𬍤", "O’Brien-李")
PICTURES = "👵🏽🎓"
WITHOUT_PICTURES = {("contact", "address"), ("identity", "full_name"), ("identity", "reason")}
WRONG = {
    "add": [{"kind": "x"}, {"entry": "99999999999999999999"}, {"awarded_on": "昨天"}, {"awarded_on": "2020-02-30"}],
    "change": [{"awarded_on": "2020-13-01"}, {"stamp": "x"}],
    "recognise": [{"outcome": "x"}, {"institution": "999999"}],
    "judge": [{"entry": "x"}, {"entry": "999999"}],
    "convert": [{"rule": "x"}, {"rule": "-1"}],
    "contact": [{"email": "a"}, {"email": "a@b"}, HOME | {"district": "x"}],
    "identity": [
        {"sex": "x"},
        {"birth_date": "昨天"},
        {"country": "ZZ"},
        {"document_number": "1"},
        {"full_name": "甲1"},
    ],
    "password": [{"new": "short1", "again": "short1"}, {"again": "Anders-2021-xy"}, {"old": "x" * 5000}],
}


def refused(learner, form, changes):
    """Send a form with changes, and return what was told."""
    status, told = learner.visitor.send(form.address, form.sent(changes))

    assert status == 422, changes
    assert told, changes
    return told


def everywhere(learner, typed):
    """Tell whether a text stands in some column of the house as it was typed."""
    with Session(learner.engine) as session:
        for table in Entity.metadata.sorted_tables:
            for column in table.columns:
                if column.type.python_type is str and typed in session.scalars(select(column)).all():
                    return True
    return False


@pytest.mark.parametrize("prepare", TYPED, ids=lambda each: each.__name__)
def test_what_is_typed(learner, prepare):
    """Empty, too long and hidden letters are told at the field; the longest and the rarest are taken."""
    form = prepare(learner)
    before = learner.rows()
    for name in form.required:
        assert len(refused(learner, form, {name: " \t"})) == 1
    for name, most in form.texts.items():
        assert len(refused(learner, form, {name: "长" * (most + 1)})) == 1
        for letters in HIDDEN.values():
            assert len(refused(learner, form, {name: letters})) == 1
        if (prepare.__name__, name) in WITHOUT_PICTURES:
            assert "👵" in refused(learner, form, {name: f"好{PICTURES}"})[0]
    assert learner.rows() == before
    plain = [name for name in form.texts if name != "email"]
    rare = {name: RARE if (prepare.__name__, name) in WITHOUT_PICTURES else f"{RARE}{PICTURES}" for name in plain}

    assert learner.send(form, rare)[0] == 302
    assert all(everywhere(learner, typed) for typed in rare.values())


@pytest.mark.parametrize("prepare", [each for each in FORMS if each.__name__ in WRONG], ids=lambda each: each.__name__)
def test_what_is_of_the_wrong_sort(learner, prepare):
    """A number, a day or a choice that is none is told; nothing is kept, and the right form is taken afterwards."""
    form = prepare(learner)
    before = learner.rows()
    for changes in WRONG[prepare.__name__]:
        refused(learner, form, changes)

    assert learner.rows() == before
    assert learner.send(form)[0] == 302


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_sort(learner, name):
    """Rare characters, the dot of 买买提 and a foreigner's apostrophe stand in an identity as they are on paper."""
    form = next(each for each in FORMS if each.__name__ == "identity")(learner)

    assert learner.send(form, {"full_name": name})[0] == 302
    assert everywhere(learner, name)
