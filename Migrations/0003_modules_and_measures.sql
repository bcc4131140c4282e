-- Treatment and outcome: modules delivered, measures taken, and the models trained on them.

CREATE TABLE module (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  summary TEXT NOT NULL
) STRICT;

CREATE TABLE module_history (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  -- Order within the session, from 1.
  position INTEGER NOT NULL CHECK (position >= 1),
  module_id INTEGER NOT NULL REFERENCES module (id),
  recorded_at TEXT NOT NULL,
  UNIQUE (session_id, position)
) STRICT;

CREATE INDEX module_history_by_module ON module_history (module_id);

CREATE TABLE measure (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  -- The session it was taken at, where there was one.
  session_id INTEGER REFERENCES session (id) ON DELETE SET NULL,
  instrument TEXT NOT NULL CHECK (instrument <> ''),
  taken_on TEXT NOT NULL CHECK (date(taken_on, '+0 days') IS taken_on),
  total REAL NOT NULL,
  recorded_at TEXT NOT NULL,
  UNIQUE (client_id, instrument, taken_on)
) STRICT;

CREATE INDEX measure_by_session ON measure (session_id);

CREATE TABLE measure_item (
  measure_id INTEGER NOT NULL REFERENCES measure (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 1),
  score INTEGER NOT NULL,
  PRIMARY KEY (measure_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('module_sequences')),
  version INTEGER NOT NULL CHECK (version >= 1),
  data_hash TEXT NOT NULL,
  hyperparameters TEXT NOT NULL CHECK (json_valid(hyperparameters)),
  figures TEXT NOT NULL CHECK (json_valid(figures)),
  weights BLOB NOT NULL,
  made_at TEXT NOT NULL,
  UNIQUE (kind, version)
) STRICT;

-- That a kind of model is due for training, and how much has come since it was trained last.
CREATE TABLE retraining (
  model_kind TEXT PRIMARY KEY CHECK (model_kind IN ('module_sequences')),
  sessions_since INTEGER NOT NULL CHECK (sessions_since >= 1),
  requested_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
