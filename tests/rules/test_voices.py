"""Sentences to the learner, and the same ones about the learner."""

import pytest

from rules.phrases import SENTENCES
from rules.voices import HELD_OUTCOME, NAMED, SPOKEN, Voice

TO, OF = SPOKEN[Voice.TO_LEARNER], SPOKEN[Voice.OF_LEARNER]


@pytest.mark.parametrize("clause", SENTENCES)
def test_nobody_else_is_spoken_to(clause):
    """About the learner no sentence says 您 or you; it has the same truths and takes the same words."""
    assert OF[clause].keys() == TO[clause].keys()
    for truth, (chinese, english) in OF[clause].items():
        assert "您" not in chinese
        assert not {"you", "your"} & set(english.lower().replace("“", " ").split())
        assert chinese.count("{") == TO[clause][truth][0].count("{")
        assert english.count("{") == TO[clause][truth][1].count("{")


def test_names_and_held_outcomes_follow():
    """What is held, and whose attribute it is, is said in the same voice."""
    assert NAMED[Voice.OF_LEARNER][0] == "该学习者的"
    assert "您" not in HELD_OUTCOME[Voice.OF_LEARNER][0]
