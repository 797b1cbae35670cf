"""The decision graph as stable text."""

from __future__ import annotations

from milligram.graph.build import DecisionGraph, Place


def dump_graph(graph: DecisionGraph) -> str:
    """One line a place with the ways out of it; the same graph gives the same text."""
    lines: list[str] = []
    for region in graph.regions:
        number = "" if region.number is None else f" {region.number}"
        lines.append(f"{region.kind} {region.name or '(unnamed)'}{number}")
        for place in graph.places:
            if place.region == region.index:
                lines.append(f"  {place.key} {_name(place)}")
                lines.extend(
                    f"    {edge.way}{'' if edge.branch is None else f' {edge.branch.id}'} -> {edge.target}"
                    for edge in graph.out_of(place.key)
                )
    return "".join(f"{line}\n" for line in lines)


def _name(place: Place) -> str:
    return place.kind if place.statement is None else f"{type(place.statement).__name__} {place.statement.id}"
