"""Steps of a workflow."""

import pytest

from backoffice.conversion.workflow import TRANSITIONS, ConversionState
from backoffice.kernel.step import StepRefused, next_state

S = ConversionState


def test_a_step_leads_to_the_state_of_the_table():
    """The table says where a step leads."""
    taken = next_state(TRANSITIONS, "pass_first_review", S.APPLIED, roles={"InstitutionAdministrator"}, remarks="")

    assert taken.target is S.FIRST_PASSED


@pytest.mark.parametrize(
    ("step", "state", "role", "code"),
    [
        ("pass_final_review", S.APPLIED, "CommitteeMember", "unknown_step"),
        ("pass_final_review", S.FIRST_PASSED, "InstitutionAdministrator", "wrong_role"),
        ("refuse_final_review", S.FIRST_PASSED, "CommitteeMember", "remarks_missing"),
    ],
)
def test_a_step_that_may_not_be_taken_is_refused(step, state, role, code):
    """A refusal names its reason."""
    with pytest.raises(StepRefused) as caught:
        next_state(TRANSITIONS, step, state, roles={role}, remarks=" ")

    assert caught.value.code == code
