"""What a bench measured, and how it is told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Report:
    """Rates in `unit` per second, ours and the peers'; larger is better.

    `agrees` tells whether every peer came to our results; without that no ratio means anything. `figures` holds what
    else was measured, each named with its unit.
    """

    name: str
    ours: float
    unit: str
    agrees: bool
    peers: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, object] = field(default_factory=dict)

    def ratios(self) -> dict[str, float]:
        """Return how many times a peer's rate ours is; nothing when the results differ."""
        return {peer: self.ours / rate for peer, rate in self.peers.items()} if self.agrees else {}

    def as_json(self) -> str:
        """Return the report as one JSON object."""
        told = {
            "name": self.name,
            "ours": self.ours,
            "peers": dict(self.peers),
            "ratios": self.ratios(),
            "unit": self.unit,
            "agrees": self.agrees,
            "figures": dict(self.figures),
        }
        return json.dumps(told, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """Return the report as lines to read."""
        lines = [f"{self.name}: {_round(self.ours)} {self.unit}/s"]
        ratios = self.ratios()
        lines += [
            f"  {peer}: {_round(rate)} {self.unit}/s" + (f", ours is {_round(ratios[peer])} ×" if ratios else "")
            for peer, rate in self.peers.items()
        ]
        lines += [f"  {name}: {value}" for name, value in self.figures.items()]
        if not self.agrees:
            lines.append("  The results differ, so no ratio is given.")
        return "\n".join(lines)


def _round(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
