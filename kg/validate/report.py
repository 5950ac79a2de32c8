"""What a validation found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.ontology import PREFIXES

_SHOWN = 5  # findings of one kind that a text report spells out


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong: with which node, on which property (empty: the node as such), and what to do about it."""

    severity: str
    message: str
    path: str
    focus: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, sorted. ``conforms`` unless there is a Violation."""

    triples: int
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        return all(f.severity != "Violation" for f in self.findings)

    def text(self) -> str:
        """For people: one paragraph for each kind of finding, with the first few nodes that have it."""
        kinds: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for finding in self.findings:
            kinds[finding.severity, finding.path, finding.message].append(finding.focus)
        verdict = "conforms" if self.conforms else "does not conform"
        lines = [f"{verdict}: {self.triples} triples, {len(self.findings)} findings"]
        for (severity, path, message), nodes in kinds.items():
            lines.append(f"{severity}{f' of {path}' if path else ''}, {len(nodes)}×: {message}")
            lines += [f"    {node}" for node in nodes[:_SHOWN]]
            lines += [f"    and {len(nodes) - _SHOWN} more"] if len(nodes) > _SHOWN else []
        return "".join(f"{line}\n" for line in lines)


def short(iri: str) -> str:
    """An IRI with its prefix, if it has a known one."""
    fitting = [(len(base), prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"
