"""Every mapped class of the product, imported so that the metadata is whole."""

import backoffice.accounts.identity
import backoffice.accounts.models
import backoffice.accounts.reference
import backoffice.accounts.second_factor
import backoffice.accounts.sessions
import backoffice.catalogue.models
import backoffice.conversion.models
import backoffice.institutions.models
import backoffice.kernel.chain
import backoffice.kernel.models
import backoffice.ledger.models
import backoffice.messages.models
import backoffice.outcomes.models
import backoffice.papers.models
import backoffice.people.models
import backoffice.printing.models
import backoffice.proofs.models
import backoffice.recognition.models
import backoffice.rulebook.models
import backoffice.upkeep.models
import backoffice.workbench.models  # noqa: F401 - for its tables
from backoffice.kernel.entity import Entity

METADATA = Entity.metadata
