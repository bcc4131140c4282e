"""Found networks against true ones."""

import json
import sqlite3


def f1(found, true):
    hits = len(found & true)
    return 0.0 if hits == 0 else 2 * hits / (len(found) + len(true))


def kappa(found, true, everything):
    """Cohen's κ of two yes/no judgements of the same things."""
    count = len(everything)
    agreed = sum((item in found) == (item in true) for item in everything) / count
    share_found, share_true = len(found) / count, len(true) / count
    chance = share_found * share_true + (1 - share_found) * (1 - share_true)
    return (agreed - chance) / (1 - chance)


def best_match(true, found):
    """The one-to-one match of true themes to found clusters with the greatest sum of F1, by dynamic programming.

    `true` and `found` map names to sets; returns {true name: found name}.
    """
    themes = sorted(true)
    best = {0: (0.0, {})}
    for cluster in sorted(found):
        step = dict(best)
        for mask, (score, match) in best.items():
            for index, theme in enumerate(themes):
                gain = f1(found[cluster], true[theme])
                if mask >> index & 1 or gain == 0:
                    continue
                candidate = score + gain
                if candidate > step.get(mask | 1 << index, (-1.0, {}))[0]:
                    step[mask | 1 << index] = (candidate, {**match, theme: cluster})
        best = step
    return max(best.values(), key=lambda entry: entry[0])[1]


def planted_figures(program, path, store, run):
    """Imports a planted client, works, and prints how close the found network is to the true one."""
    truth = json.loads((path / "network.json").read_text(encoding="utf-8"))
    for session in truth["sessions"]:
        run([program, "transcript", "import", path / f"session-{session['session']}.txt", "--client", path.name,
             "--session", session["session"], "--date", session["date"], "--store", store])
    run([program, "work", "--store", store])
    database = sqlite3.connect(store)

    turns = {(s["session"], u["line"]) for s in truth["sessions"] for u in s["utterances"]}
    processes = {(s["session"], u["line"]) for s in truth["sessions"] for u in s["utterances"] if u["process"]}
    themes = {theme["id"]: set() for theme in truth["themes"]}
    for session in truth["sessions"]:
        for utterance in session["utterances"]:
            for theme in utterance["themes"]:
                themes[theme].add((session["session"], utterance["line"]))
    edges = {(e["source"], e["target"], e["sign"]) for s in truth["sessions"] for e in s["edges"]}

    place = "JOIN utterance u ON u.id = p.utterance_id JOIN transcript t ON t.id = u.transcript_id JOIN session s ON s.id = t.session_id"
    found_processes = set(database.execute(f"SELECT s.number, u.turn FROM process p {place}"))
    shown = "SELECT cluster_id FROM cluster_total WHERE is_shown = 1"
    clusters = {}
    for key, *where in database.execute(
        f"""SELECT k.key, s.number, u.turn FROM cluster k JOIN cluster_member m ON m.cluster_id = k.id
            JOIN process p ON p.id = m.process_id {place} WHERE k.id IN ({shown})"""):
        clusters.setdefault(key, set()).add(tuple(where))
    found_edges = set(database.execute(
        """SELECT a.key, b.key, e.sign FROM edge e JOIN network n ON n.id = e.network_id
           JOIN cluster a ON a.id = e.source_cluster_id JOIN cluster b ON b.id = e.target_cluster_id
           WHERE n.kind = 'client' AND n.superseded_at IS NULL AND e.state = 'supported'
           AND n.id = (SELECT max(id) FROM network WHERE kind = 'client' AND superseded_at IS NULL)"""))

    match = best_match(themes, clusters)
    matched = sum(f1(clusters[match[t]], themes[t]) if t in match else 0 for t in themes) / len(themes)
    renamed = {cluster: theme for theme, cluster in match.items()}
    pairs = {(renamed.get(a, a), renamed.get(b, b)) for a, b, _ in found_edges}
    signs = {(renamed.get(a, a), renamed.get(b, b)): sign for a, b, sign in found_edges}
    hits = [(a, b, sign) for a, b, sign in edges if (a, b) in pairs]
    right = sum(signs[a, b] == sign for a, b, sign in hits)
    lines = {turn for turn in turns}
    print(f"  {path.name}: process F1 {f1(found_processes & lines, processes):.2f}, κ {kappa(found_processes & lines, processes, turns):.2f}"
          f" (of {len(turns)} client turns {len(processes)} carry a process); clusters {len(clusters)} found, {len(themes)} true, "
          f"matched F1 {matched:.2f}; edges {len(found_edges)} found, {len({e[:2] for e in edges})} true, "
          f"F1 {f1(pairs, {e[:2] for e in edges}):.2f}, sign right on {right} of {len(hits)} hits")
