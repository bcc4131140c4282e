-- What an engine knows of the meaning of each process, a signed byte for each component (1/254 is one step), and how strongly a
-- client words an edge.

CREATE TABLE process_embedding (
  process_id INTEGER PRIMARY KEY REFERENCES process (id) ON DELETE CASCADE,
  steps BLOB NOT NULL CHECK (length(steps) > 0)
) STRICT;

-- Of the processes in the cluster: how many have an embedding, and the sum of each component, a signed number of four bytes,
-- the lowest first.
ALTER TABLE cluster_total ADD COLUMN embedding_count INTEGER NOT NULL DEFAULT 0 CHECK (embedding_count >= 0);
ALTER TABLE cluster_total ADD COLUMN embedding_sum BLOB NOT NULL DEFAULT x'' CHECK (length(embedding_sum) % 4 = 0);

ALTER TABLE edge_evidence ADD COLUMN strength TEXT NOT NULL DEFAULT 'moderate'
  CHECK (strength IN ('weak', 'moderate', 'strong'));

-- Of the stated evidence: weak counts 1, moderate 2, strong 3.
ALTER TABLE pair_total ADD COLUMN excitatory_ranks INTEGER NOT NULL DEFAULT 0 CHECK (excitatory_ranks >= 0);
ALTER TABLE pair_total ADD COLUMN inhibitory_ranks INTEGER NOT NULL DEFAULT 0 CHECK (inhibitory_ranks >= 0);
