"""The tones of the status words."""

import pytest

from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.tones import TONES, Tone, tone_of
from backoffice.outcomes.models import RecognitionState
from backoffice.recognition.workflow import MaterialCheck


@pytest.mark.parametrize("word", [*ConversionState, *MaterialCheck, *RecognitionState], ids=str)
def test_every_state_has_a_tone(word):
    """Every state that a screen can show stands in the map."""
    assert word.value in TONES


@pytest.mark.parametrize(
    ("tone", "words"),
    [
        (Tone.NONE, {"未申请", "已撤回"}),
        (Tone.GO, {"已申请", "已申请认定", "初审通过"}),
        (Tone.OK, {"名录成果", "已认定", "已转换", "与原件一致"}),
        (Tone.WARN, {"退回补正", "未交原件"}),
        (Tone.BAD, {"认定未通过", "初审不通过", "终审不通过", "已撤销", "与原件不一致"}),
    ],
)
def test_states_of_a_tone(tone, words):
    """The states are told apart as the screens promise: good is green, what must be mended amber, what failed red."""
    states = {state.value for state in [*ConversionState, *MaterialCheck, *RecognitionState]}

    assert {state for state in states if tone_of(state) == tone} == words


def test_an_unknown_word_has_no_tone():
    """A word that is no status gets the quiet chip and no error."""
    assert tone_of("一个别的词") == "none"
