"""Rules as vectorial formulas of OpenFisca: a variable for each rule, over all learners at once; yes answers alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.many.by_engines import Ranges, Yes, always_asked, asked, prices
from bench.many.terms import PlainRule
from bench.workload import HELD, Population

PERIOD = "2020-11"
COLUMNS = ("title", "score", "level", "awarded")
ROLE = {"key": "outcome_of", "plural": "outcomes_of", "label": "an outcome of the learner", "doc": ""}
OUTCOME = build_entity(key="outcome", plural="outcomes", label="an outcome", is_person=True)
LEARNER = build_entity(key="learner", plural="learners", label="a learner", roles=[ROLE])


def by_openfisca(rules: tuple[PlainRule, ...], population: Population) -> Callable[[], Yes]:
    """Make a variable for each rule of one source, and a simulation of the learners; return what calculates them."""
    simulation = _simulation(rules, population)

    def calculated() -> Yes:
        found: Yes = {}
        for rule in rules:
            best = simulation.calculate(f"rule_{rule.rule}", PERIOD)
            yes = int(np.count_nonzero(best))
            if yes:
                found[rule.rule] = (yes, int(best.sum(dtype=np.int64)) - yes)
            simulation.delete_arrays(f"rule_{rule.rule}")
        return found

    return calculated


def _simulation(rules: tuple[PlainRule, ...], population: Population) -> Simulation:
    system = TaxBenefitSystem([OUTCOME, LEARNER])
    for name in COLUMNS:
        system.add_variable(_variable(name, OUTCOME))
    system.add_variable(_variable("school", LEARNER))
    for rule in rules:
        system.add_variable(_variable(f"rule_{rule.rule}", LEARNER, _formula(rule)))
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("outcome", np.arange(population.learners * HELD))
    learners = builder.declare_entity("learner", np.arange(population.learners))
    owners = np.repeat(np.arange(population.learners), HELD)
    builder.join_with_persons(learners, owners, np.full(len(owners), "outcome_of"))
    simulation = builder.build(system)
    for name in (*COLUMNS, "school"):
        simulation.set_input(name, PERIOD, getattr(population, name).astype(np.int32))
    return simulation


def _variable(name: str, entity: object, formula: object = None) -> type:
    told = {"value_type": int, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    return type(name, (Variable,), told | ({"formula": formula} if formula else {}))


def _formula(rule: PlainRule) -> Callable[[Any, Any], Any]:
    """Return the formula of a rule: for each learner the most cents of any outcome and one more, 0 for no."""

    def formula(learner: Any, period: Any) -> Any:  # noqa: ANN401 - a peer without types
        outcomes = learner.members
        named = outcomes("title", period) == rule.title

        def within(ranges: Ranges) -> NDArray[np.bool_]:
            ((name, (low, high)),) = ranges.items()
            held = outcomes.learner("school", period) if name == "school" else outcomes(name, period)
            inside: NDArray[np.bool_] = (held >= low) & (held < high)
            return inside

        tests = [within(each) for each in asked(rule)]
        if tests:
            named &= np.logical_or.reduce(tests) if rule.any_of else np.logical_and.reduce(tests)
        best: Any = 0
        for low, high, cents in prices(rule):
            held = np.logical_and.reduce([named, *map(within, always_asked(rule, low, high))])
            best = np.maximum(best, learner.max(held * (cents + 1)))
        return best

    return formula
