"""The form by which an opinion is asked for, and the one by which it is given."""

from collections.abc import Mapping

from backoffice.kernel.web import number_in, uploads_in
from backoffice.recognition.assessments import Asking, Given
from backoffice.recognition.workflow import Conclusion


def asking_in(form: Mapping[str, str]) -> Asking:
    """Read whom an opinion is asked of, and what for."""
    return Asking(number_in(form.get("assessor")), form.get("request", ""))


def given_in(form: Mapping[str, str]) -> Given:
    """Read an opinion with its files."""
    found = form.get("conclusion", "")
    conclusion = Conclusion(found) if found in set(Conclusion) else None
    return Given(conclusion, form.get("opinion", ""), uploads_in(["materials"]))
