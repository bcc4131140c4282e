-- Models over module histories: effectiveness as people rate it, versions of the model, and which of them serves.

CREATE TABLE effectiveness_rating (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  rated_on TEXT NOT NULL CHECK (date(rated_on, '+0 days') IS rated_on),
  -- From 0, worse than before, to 1.
  effectiveness REAL NOT NULL CHECK (effectiveness BETWEEN 0 AND 1),
  note TEXT CHECK (note <> ''),
  rated_by TEXT NOT NULL CHECK (rated_by <> ''),
  recorded_at TEXT NOT NULL,
  UNIQUE (client_id, rated_on)
) STRICT;

-- No program that was shipped has written a row of it.
DROP TABLE model;

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('module_sequences')),
  version INTEGER NOT NULL CHECK (version >= 1),
  -- What the effectiveness of its histories is from: an instrument's name, or rating.
  outcome TEXT NOT NULL CHECK (outcome <> ''),
  architecture TEXT NOT NULL CHECK (architecture <> ''),
  -- 64 bits, which SQLite reads with a sign.
  seed INTEGER NOT NULL,
  data_hash TEXT NOT NULL CHECK (data_hash <> ''),
  -- All of them, those that were held out included.
  history_count INTEGER NOT NULL CHECK (history_count >= 1),
  held_out_count INTEGER NOT NULL CHECK (held_out_count BETWEEN 0 AND history_count),
  -- The model whose weights it began with.
  parent_id INTEGER REFERENCES model (id) CHECK (parent_id <> id),
  hyperparameters TEXT NOT NULL CHECK (json_valid(hyperparameters)),
  figures TEXT NOT NULL CHECK (json_valid(figures)),
  weights BLOB NOT NULL CHECK (length(weights) > 0),
  made_at TEXT NOT NULL,
  UNIQUE (kind, version),
  -- For model_serving to name a model of its kind and outcome.
  UNIQUE (id, kind, outcome)
) STRICT;

CREATE INDEX model_by_parent ON model (parent_id);

-- Whether a new model took the place of the one that served, and what both made of the same held-out histories.
CREATE TABLE model_trial (
  id INTEGER PRIMARY KEY,
  challenger_id INTEGER NOT NULL UNIQUE REFERENCES model (id) ON DELETE CASCADE,
  -- The model that served at the time; NULL for the first.
  champion_id INTEGER REFERENCES model (id) CHECK (champion_id <> challenger_id),
  held_out_hash TEXT NOT NULL,
  held_out_count INTEGER NOT NULL CHECK (held_out_count >= 0),
  -- Mean squared errors of effectiveness; NULL where nothing was held out.
  challenger_mse REAL CHECK (challenger_mse >= 0),
  champion_mse REAL CHECK (champion_mse >= 0),
  is_accepted INTEGER NOT NULL CHECK (is_accepted IN (0, 1)),
  reason TEXT NOT NULL CHECK (reason <> ''),
  decided_at TEXT NOT NULL,
  CHECK ((challenger_mse IS NULL) = (held_out_count = 0)),
  CHECK (champion_mse IS NULL OR (champion_id IS NOT NULL AND held_out_count > 0))
) STRICT;

CREATE INDEX model_trial_by_champion ON model_trial (champion_id);

CREATE TABLE model_serving (
  kind TEXT NOT NULL CHECK (kind IN ('module_sequences')),
  outcome TEXT NOT NULL,
  model_id INTEGER NOT NULL,
  since TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('first', 'not_worse', 'rollback')),
  PRIMARY KEY (kind, outcome),
  FOREIGN KEY (model_id, kind, outcome) REFERENCES model (id, kind, outcome)
) STRICT, WITHOUT ROWID;

CREATE INDEX model_serving_by_model ON model_serving (model_id, kind, outcome);
