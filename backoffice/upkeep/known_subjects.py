"""Every table that comes in, in the order of the page."""

from backoffice.upkeep.catalogue_table import CATALOGUE
from backoffice.upkeep.deposits import DEPOSITS
from backoffice.upkeep.register_tables import INSTITUTIONS, PROGRAMMES, ROSTERS
from backoffice.upkeep.subjects import Subject

SUBJECTS: dict[str, Subject] = {each.key: each for each in (DEPOSITS, CATALOGUE, PROGRAMMES, ROSTERS, INSTITUTIONS)}
