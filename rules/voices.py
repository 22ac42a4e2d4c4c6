"""The sentences that speak to the learner, said of the learner instead: for reviewers, who read of somebody else."""

from enum import StrEnum

from rules.phrases import SENTENCES
from rules.truth import Truth

Pair = tuple[str, str]
YES, NO, PENDING = Truth.YES, Truth.NO, Truth.PENDING


class Voice(StrEnum):
    """Whom a sentence is said to: the learner (您), or somebody else about the learner (该学习者)."""

    TO_LEARNER = "to_learner"
    OF_LEARNER = "of_learner"


NAMED: dict[Voice, Pair] = {Voice.TO_LEARNER: ("您的", ""), Voice.OF_LEARNER: ("该学习者的", "learner’s ")}
UNKNOWN_MEMBERSHIP: Pair = (
    "缺学籍信息，补填后即可判断",
    "The learner’s enrolment is not known yet, and the verdict waits for it",
)
UNKNOWN_HOLDING: Pair = (
    "尚不清楚该学习者是否持有“{wanted}”，补填后即可判断",
    "Whether the learner holds “{wanted}” is not known yet, and the verdict waits for it",
)
SAID_OF: dict[str, dict[Truth, Pair]] = {
    "source": {
        YES: ("该学习者的“{held}”符合来源要求", "The learner’s “{held}” is what the rule starts from"),
        NO: SENTENCES["source"][NO],
        PENDING: SENTENCES["source"][PENDING],
    },
    "no source": {
        NO: (
            "该学习者还没有符合来源要求的成果：{wanted}",
            "The learner holds no outcome, or not enough, of what the rule starts from: {wanted}",
        )
    },
    "member": {
        YES: ("该学习者是{wanted}的学员", "The learner is enrolled at {wanted}"),
        NO: (
            "仅限{wanted}学员，该学习者的学籍不在其中",
            "Only for learners of {wanted}; this one is not enrolled there",
        ),
        PENDING: UNKNOWN_MEMBERSHIP,
    },
    "not member": {
        YES: ("该学习者不是{wanted}的学员，符合要求", "The learner is not enrolled at {wanted}, as required"),
        NO: ("不适用于{wanted}学员，该学习者的学籍在其中", "Not for learners of {wanted}; this one is enrolled there"),
        PENDING: UNKNOWN_MEMBERSHIP,
    },
    "holds": {
        YES: ("该学习者持有“{wanted}”", "The learner holds “{wanted}”"),
        NO: ("须持有“{wanted}”，该学习者还没有", "The learner must hold “{wanted}”, and does not"),
        PENDING: UNKNOWN_HOLDING,
    },
    "not holds": {
        YES: ("该学习者未持有“{wanted}”，符合要求", "The learner does not hold “{wanted}”, as required"),
        NO: ("不适用于已持有“{wanted}”的学习者，该学习者已持有", "Not for learners who hold “{wanted}”; this one does"),
        PENDING: UNKNOWN_HOLDING,
    },
    "denied": SENTENCES["denied"]
    | {YES: ("规则 {rule} 对该学习者不构成限制", "Rule {rule} does not stand in the way")},
}
HELD_OUTCOME: dict[Voice, Pair] = {
    Voice.TO_LEARNER: ("您持有的“{held}”", "Your “{held}”"),
    Voice.OF_LEARNER: ("该学习者持有的“{held}”", "The learner’s “{held}”"),
}
SPOKEN: dict[Voice, dict[str, dict[Truth, Pair]]] = {
    Voice.TO_LEARNER: SENTENCES,
    Voice.OF_LEARNER: SENTENCES | SAID_OF,
}
