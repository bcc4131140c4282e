-- The network over time: weights that fall, what people decided, and vectors kept so that nothing is computed twice.

-- The program sums running totals again after this migration: weights follow the order of the sessions.
ALTER TABLE cluster_total ADD COLUMN weight REAL NOT NULL DEFAULT 0 CHECK (weight >= 0);

-- The number of utterances is a column of its own; the weight falls while the client does not speak of the cluster.
ALTER TABLE network_node RENAME COLUMN weight TO utterances;
ALTER TABLE network_node ADD COLUMN weight REAL NOT NULL DEFAULT 0 CHECK (weight >= 0);
UPDATE network_node SET weight = utterances;
-- The label that the cluster had then (of networks from before: the cluster's), and the decision that the node shows.
ALTER TABLE network_node ADD COLUMN theme TEXT;
ALTER TABLE network_node ADD COLUMN correction_id INTEGER REFERENCES correction (id) ON DELETE SET NULL;
-- Pieces of evidence on the pair, of any kind, up to the network's session.
ALTER TABLE edge ADD COLUMN evidence_count INTEGER NOT NULL DEFAULT 0 CHECK (evidence_count >= 0);
ALTER TABLE edge ADD COLUMN correction_id INTEGER REFERENCES correction (id) ON DELETE SET NULL;
CREATE INDEX network_node_by_correction ON network_node (correction_id);
CREATE INDEX edge_by_correction ON edge (correction_id);

-- The session whose network was looked at: a decision holds from it on, and what was before stays as it was.
ALTER TABLE correction ADD COLUMN session_id INTEGER REFERENCES session (id) ON DELETE CASCADE;
UPDATE correction SET session_id = (
  SELECT s.id FROM session s WHERE s.client_id = correction.client_id
  AND s.number = CAST(substr(subject_key, 1, instr(subject_key, ':') - 1) AS INTEGER))
WHERE subject = 'process';
CREATE INDEX correction_by_session ON correction (session_id);

-- The words that a decision is about. Clusters are found again by them where a re-generation, or another engine, gave them other keys;
-- of a split they are the words that go to the new part.
CREATE TABLE correction_anchor (
  correction_id INTEGER NOT NULL REFERENCES correction (id) ON DELETE CASCADE,
  cluster_key TEXT NOT NULL,
  utterance_id INTEGER NOT NULL REFERENCES utterance (id) ON DELETE CASCADE,
  PRIMARY KEY (correction_id, cluster_key, utterance_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_anchor_by_utterance ON correction_anchor (utterance_id);

-- Vectors of the texts of a session, by one encoder: for each a hash of the text (16 bytes), a scale (four bytes), and a
-- signed byte for each component.
CREATE TABLE session_vectors (
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  encoder TEXT NOT NULL,
  vectors BLOB NOT NULL,
  PRIMARY KEY (session_id, encoder)
) STRICT, WITHOUT ROWID;
