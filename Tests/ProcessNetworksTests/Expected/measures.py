#!/usr/bin/env python3
"""Makes measures.json, which the measures of networks are tested against, from networkx.

    python3 -m venv venv && venv/bin/pip install networkx==3.6.1
    venv/bin/python measures.py

measures.json: {"graphs": [...]}, each with
    name, keys, edges         source, target, signed weight in steps (a third each)
    inStrength … closeness    of the n-th key; betweenness plain and as networkx normalizes it; closeness by distances to the node
    oneStep, twoStep          expected influence (Robinaugh et al. 2016): row sums of W and of W + W·W, in fractions
    density                   nx.density
    communities               greedy_modularity_communities of the undirected graph, weights |w| summed over both directions
    modularity                nx.community.modularity of these
    cycleCount, cycles        simple cycles of at most 6 edges, by length, then by keys: their number, and the first 200

Greedy modularity often meets unions that are as good as one another. networkx then takes the first by name, unless the rounding of
floats makes another one seem better: so it does in about one of a hundred random graphs like these, and in none of these.
"""

import json
import random
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import networkx as nx

HERE = Path(__file__).resolve().parent
LONGEST = 6
MOST = 200


def keys_of(count):
    return [f"k{number:02}" for number in range(count)]


def drawn(seed, count, chance):
    generator = random.Random(seed)
    keys = keys_of(count)
    return keys, [
        (source, target, generator.choice((-1, 1)) * generator.randint(1, 3))
        for source in keys
        for target in keys
        if source != target and generator.random() < chance
    ]


def blocks(seed, sizes, between):
    """Groups that are dense within, with a few edges between one and the next."""
    generator = random.Random(seed)
    keys = keys_of(sum(sizes))
    group = [number for number, size in enumerate(sizes) for _ in range(size)]
    edges = []
    for i, source in enumerate(keys):
        for j, target in enumerate(keys):
            chance = 0.7 if group[i] == group[j] else between
            if i != j and generator.random() < chance:
                edges.append((source, target, generator.choice((-1, 1, 1)) * generator.randint(1, 3)))
    return keys, edges


def ring(count, steps):
    keys = keys_of(count)
    return keys, [(key, keys[(number + 1) % count], steps[number % len(steps)]) for number, key in enumerate(keys)]


def chain(count, steps):
    keys, edges = ring(count, steps)
    return keys, edges[:-1]


GRAPHS = {
    "empty of two": (keys_of(2), []),
    "empty of seven": (keys_of(7), []),
    "one edge": (keys_of(2), [("k00", "k01", -2)]),
    "both directions": (keys_of(2), [("k00", "k01", 3), ("k01", "k00", -1)]),
    "chain": chain(6, [3, -2, 1]),
    "ring of six": ring(6, [2]),
    "ring of seven, longer than loops are": ring(7, [1, -3]),
    "star": (keys_of(6), [("k02", f"k{number:02}", steps) for number, steps in ((0, 1), (1, -2), (3, 3), (4, 3), (5, -1))]),
    "complete of four": drawn(1, 4, 1.1),
    "complete of five, one weight": (keys_of(5), [(*pair, 2) for pair in permutations(keys_of(5), 2)]),
    "complete of seven": drawn(3, 7, 1.1),
    "two blocks": blocks(4, [4, 4], 0.06),
    "two blocks apart": blocks(5, [3, 5], 0),
    "three blocks": blocks(6, [3, 3, 4], 0.08),
    "sparse of ten": drawn(7, 10, 0.12),
    "middling of eight": drawn(8, 8, 0.3),
    "middling of ten": drawn(9, 10, 0.25),
    "dense of six": drawn(10, 6, 0.6),
    "dense of nine": drawn(11, 9, 0.45),
    "without a cycle": (keys_of(8), [edge for edge in drawn(12, 8, 0.5)[1] if edge[0] < edge[1]]),
    "three alone, the rest tied": (keys_of(9), drawn(13, 6, 0.45)[1]),
}


def undirected(keys, edges):
    """The weights of both directions, without their signs, summed."""
    graph = nx.Graph()
    graph.add_nodes_from(keys)
    ties = {}
    for source, target, steps in edges:
        pair = (min(source, target), max(source, target))
        ties[pair] = ties.get(pair, 0) + abs(steps)
    for (one, other), steps in sorted(ties.items()):
        graph.add_edge(one, other, weight=steps / 3)
    return graph


def communities(graph):
    if graph.number_of_edges() == 0:
        return [[key] for key in graph]
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))


def measured(name, keys, edges):
    graph = nx.DiGraph()
    graph.add_nodes_from(keys)
    for source, target, steps in edges:
        size = abs(steps) / 3
        graph.add_edge(source, target, weight=steps / 3, size=size, distance=1 / size)
    w = {(source, target): Fraction(steps, 3) for source, target, steps in edges}
    rows = {one: sum(w.get((one, other), 0) for other in keys) for one in keys}
    squares = {one: sum(w.get((one, mid), 0) * w.get((mid, end), 0) for mid in keys for end in keys) for one in keys}

    def in_order(values):
        return [values[key] for key in keys]

    ties = undirected(keys, edges)
    groups = communities(ties)
    cycles = []
    for cycle in nx.simple_cycles(graph, length_bound=LONGEST):
        start = cycle.index(min(cycle))
        cycles.append(cycle[start:] + cycle[:start])
    cycles.sort(key=lambda cycle: (len(cycle), cycle))
    plain = nx.betweenness_centrality(graph, weight="distance", normalized=False)
    normalized = nx.betweenness_centrality(graph, weight="distance", normalized=True)
    return {
        "name": name,
        "keys": keys,
        "edges": [{"source": source, "target": target, "steps": steps} for source, target, steps in edges],
        "inStrength": in_order(dict(graph.in_degree(weight="size"))),
        "outStrength": in_order(dict(graph.out_degree(weight="size"))),
        "oneStep": [float(rows[key]) for key in keys],
        "twoStep": [float(rows[key] + squares[key]) for key in keys],
        "betweenness": in_order(plain),
        "normalizedBetweenness": in_order(normalized),
        "closeness": in_order(nx.closeness_centrality(graph, distance="distance", wf_improved=True)),
        "density": nx.density(graph),
        "communities": groups,
        # networkx divides by the number of edges.
        "modularity": nx.community.modularity(ties, groups, weight="weight") if edges else 0,
        "cycleCount": len(cycles),
        "cycles": cycles[:MOST],
    }


def main():
    graphs = [measured(name, keys, edges) for name, (keys, edges) in GRAPHS.items()]
    text = ",\n".join(json.dumps(graph) for graph in graphs)
    (HERE / "measures.json").write_text('{"graphs": [\n' + text + "\n]}\n")


if __name__ == "__main__":
    main()
