-- What the engines make of the transcripts: processes, clusters, evidence, networks. Every result names its engine.
-- Quotes count Unicode scalars: substr(utterance.text, quote_start + 1, quote_length) = quote, always (caseloom doctor checks).

CREATE TABLE engine (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  UNIQUE (name, version)
) STRICT;

-- That a transcript has been annotated, also where no process was found.
CREATE TABLE annotation (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
  engine_id INTEGER NOT NULL REFERENCES engine (id),
  input_hash TEXT NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (transcript_id, engine_id)
) STRICT;

CREATE TABLE process (
  id INTEGER PRIMARY KEY,
  annotation_id INTEGER NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
  utterance_id INTEGER NOT NULL REFERENCES utterance (id) ON DELETE CASCADE,
  quote TEXT NOT NULL CHECK (quote <> ''),
  quote_start INTEGER NOT NULL CHECK (quote_start >= 0),
  quote_length INTEGER NOT NULL CHECK (quote_length > 0),
  valence TEXT NOT NULL CHECK (valence IN ('adaptive', 'maladaptive', 'neutral')),
  risk TEXT NOT NULL CHECK (risk IN ('none', 'passive', 'active')),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  UNIQUE (annotation_id, utterance_id)
) STRICT;

CREATE INDEX process_by_utterance ON process (utterance_id);

CREATE TABLE process_dimension (
  process_id INTEGER NOT NULL REFERENCES process (id) ON DELETE CASCADE,
  dimension TEXT NOT NULL CHECK (dimension IN (
    'affect', 'cognition', 'attention', 'motivation', 'self', 'overt_behavior', 'biophysiological', 'sociocultural',
    'context'
  )),
  PRIMARY KEY (process_id, dimension)
) STRICT, WITHOUT ROWID;

-- What an utterance says of danger. A flag is never taken back by a machine: only a person resolves it.
CREATE TABLE risk_flag (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  utterance_id INTEGER NOT NULL UNIQUE REFERENCES utterance (id) ON DELETE CASCADE,
  engine_id INTEGER NOT NULL REFERENCES engine (id),
  risk TEXT NOT NULL CHECK (risk IN ('passive', 'active')),
  quote TEXT NOT NULL CHECK (quote <> ''),
  quote_start INTEGER NOT NULL CHECK (quote_start >= 0),
  quote_length INTEGER NOT NULL CHECK (quote_length > 0),
  raised_at TEXT NOT NULL,
  resolved_at TEXT,
  resolved_by TEXT,
  resolution TEXT,
  CHECK ((resolved_at IS NULL) = (resolved_by IS NULL) AND (resolved_at IS NULL) = (resolution IS NULL))
) STRICT;

CREATE INDEX risk_flag_by_client ON risk_flag (client_id);

CREATE TABLE cluster (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  engine_id INTEGER NOT NULL REFERENCES engine (id),
  -- The theme's id in the catalogue: what the cluster is known by from session to session.
  key TEXT NOT NULL,
  theme TEXT NOT NULL,
  valence TEXT NOT NULL CHECK (valence IN ('adaptive', 'maladaptive', 'neutral')),
  UNIQUE (client_id, engine_id, key)
) STRICT;

CREATE TABLE cluster_dimension (
  cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  dimension TEXT NOT NULL CHECK (dimension IN (
    'affect', 'cognition', 'attention', 'motivation', 'self', 'overt_behavior', 'biophysiological', 'sociocultural',
    'context'
  )),
  PRIMARY KEY (cluster_id, dimension)
) STRICT, WITHOUT ROWID;

CREATE TABLE cluster_member (
  cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  process_id INTEGER NOT NULL REFERENCES process (id) ON DELETE CASCADE,
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  PRIMARY KEY (cluster_id, process_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX cluster_member_by_process ON cluster_member (process_id);

-- The client's words on an ordered pair of clusters, a row for each place in a session.
CREATE TABLE edge_evidence (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  source_cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  target_cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('stated', 'denied', 'adjacent')),
  sign TEXT NOT NULL CHECK (sign IN ('excitatory', 'inhibitory')),
  source_utterance_id INTEGER NOT NULL REFERENCES utterance (id) ON DELETE CASCADE,
  source_quote TEXT NOT NULL CHECK (source_quote <> ''),
  source_quote_start INTEGER NOT NULL CHECK (source_quote_start >= 0),
  source_quote_length INTEGER NOT NULL CHECK (source_quote_length > 0),
  target_utterance_id INTEGER NOT NULL REFERENCES utterance (id) ON DELETE CASCADE,
  target_quote TEXT NOT NULL CHECK (target_quote <> ''),
  target_quote_start INTEGER NOT NULL CHECK (target_quote_start >= 0),
  target_quote_length INTEGER NOT NULL CHECK (target_quote_length > 0),
  connective TEXT NOT NULL,
  CHECK (source_cluster_id <> target_cluster_id)
) STRICT;

CREATE INDEX edge_evidence_by_pair ON edge_evidence (source_cluster_id, target_cluster_id, kind, session_id);
CREATE INDEX edge_evidence_by_session ON edge_evidence (session_id);
CREATE INDEX edge_evidence_by_target ON edge_evidence (target_cluster_id);
CREATE INDEX edge_evidence_by_source_utterance ON edge_evidence (source_utterance_id);
CREATE INDEX edge_evidence_by_target_utterance ON edge_evidence (target_utterance_id);

-- Running totals of a client's memberships and evidence, through one session. They can always be made again from the
-- rows above; they are here so that adding session 200 costs what session 2 did.
CREATE TABLE network_progress (
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  engine_id INTEGER NOT NULL REFERENCES engine (id),
  through_session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  sessions INTEGER NOT NULL CHECK (sessions >= 1),
  client_turns INTEGER NOT NULL CHECK (client_turns >= 0),
  PRIMARY KEY (client_id, engine_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX network_progress_by_session ON network_progress (through_session_id);

CREATE TABLE cluster_total (
  cluster_id INTEGER PRIMARY KEY REFERENCES cluster (id) ON DELETE CASCADE,
  utterances INTEGER NOT NULL CHECK (utterances >= 0),
  sessions INTEGER NOT NULL CHECK (sessions >= 0),
  -- The place on the drawing, once the cluster has been shown.
  slot INTEGER CHECK (slot >= 0),
  is_shown INTEGER NOT NULL DEFAULT 0 CHECK (is_shown IN (0, 1))
) STRICT;

CREATE TABLE pair_total (
  source_cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  target_cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  stated_excitatory INTEGER NOT NULL DEFAULT 0,
  stated_inhibitory INTEGER NOT NULL DEFAULT 0,
  denied_excitatory INTEGER NOT NULL DEFAULT 0,
  denied_inhibitory INTEGER NOT NULL DEFAULT 0,
  adjacent_excitatory INTEGER NOT NULL DEFAULT 0,
  adjacent_inhibitory INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_cluster_id, target_cluster_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX pair_total_by_target ON pair_total (target_cluster_id);

-- The network of one session (kind session), or of the client from the first session through this one (kind client).
-- A network that is made again supersedes the one before, which stays.
CREATE TABLE network (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'client')),
  engine_id INTEGER NOT NULL REFERENCES engine (id),
  input_hash TEXT NOT NULL,
  clusters_left_out INTEGER NOT NULL CHECK (clusters_left_out >= 0),
  made_at TEXT NOT NULL,
  superseded_at TEXT
) STRICT;

CREATE UNIQUE INDEX network_current ON network (session_id, kind, engine_id) WHERE superseded_at IS NULL;
CREATE INDEX network_by_client ON network (client_id, kind);
CREATE INDEX network_by_session ON network (session_id);

CREATE TABLE network_node (
  network_id INTEGER NOT NULL REFERENCES network (id) ON DELETE CASCADE,
  cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  weight INTEGER NOT NULL CHECK (weight >= 0),
  slot INTEGER NOT NULL CHECK (slot >= 0),
  PRIMARY KEY (network_id, cluster_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX network_node_by_cluster ON network_node (cluster_id);

-- An ordered pair of nodes without a row has not been discussed: silence is not zero.
CREATE TABLE edge (
  id INTEGER PRIMARY KEY,
  network_id INTEGER NOT NULL REFERENCES network (id) ON DELETE CASCADE,
  source_cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  target_cluster_id INTEGER NOT NULL REFERENCES cluster (id) ON DELETE CASCADE,
  sign TEXT NOT NULL CHECK (sign IN ('excitatory', 'inhibitory')),
  strength TEXT NOT NULL CHECK (strength IN ('weak', 'moderate', 'strong')),
  state TEXT NOT NULL CHECK (state IN ('supported', 'contradicted', 'not_discussed')),
  is_inferred INTEGER NOT NULL CHECK (is_inferred IN (0, 1)),
  explanation TEXT NOT NULL,
  UNIQUE (network_id, source_cluster_id, target_cluster_id),
  CHECK (source_cluster_id <> target_cluster_id),
  FOREIGN KEY (network_id, source_cluster_id) REFERENCES network_node (network_id, cluster_id) ON DELETE CASCADE,
  FOREIGN KEY (network_id, target_cluster_id) REFERENCES network_node (network_id, cluster_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX edge_by_target ON edge (network_id, target_cluster_id);
CREATE INDEX edge_by_source_cluster ON edge (source_cluster_id);
CREATE INDEX edge_by_target_cluster ON edge (target_cluster_id);

CREATE TABLE edge_vote (
  edge_id INTEGER NOT NULL REFERENCES edge (id) ON DELETE CASCADE,
  voter TEXT NOT NULL CHECK (voter IN ('wording', 'order', 'prior')),
  sign TEXT NOT NULL CHECK (sign IN ('excitatory', 'inhibitory')),
  strength TEXT NOT NULL CHECK (strength IN ('weak', 'moderate', 'strong')),
  PRIMARY KEY (edge_id, voter)
) STRICT, WITHOUT ROWID;

-- What a person decided against or beside the engines. It outlives every re-generation.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  subject TEXT NOT NULL CHECK (subject IN ('process', 'cluster', 'edge')),
  -- What it is about, in words that survive re-generation: turn and session, a cluster's key, or `source->target`.
  subject_key TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  made_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;

CREATE INDEX correction_by_client ON correction (client_id);
