"""The credit bank's web application, one folder per area."""

import backoffice.kernel.entity  # noqa: F401 - it names constraints, so it comes before any table is declared
