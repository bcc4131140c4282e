-- The queue of work, and the trail of every change.

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('annotate', 'network')),
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  -- The session's day and number: jobs of a kind are done in this order.
  session_order TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'dead')),
  failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  interruptions INTEGER NOT NULL DEFAULT 0 CHECK (interruptions >= 0),
  run_after TEXT NOT NULL,
  lease_holder TEXT,
  lease_until TEXT,
  error TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  CHECK ((state = 'running') = (lease_holder IS NOT NULL) AND (lease_holder IS NULL) = (lease_until IS NULL))
) STRICT;

-- One open job of a kind for a session is enough.
CREATE UNIQUE INDEX job_open ON job (session_id, kind) WHERE state IN ('queued', 'running');
CREATE INDEX job_in_order ON job (state, kind, session_order);
CREATE INDEX job_by_session ON job (session_id);

-- No foreign keys here: the trail outlives what it speaks of.
CREATE TABLE audit_event (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL CHECK (actor <> ''),
  action TEXT NOT NULL CHECK (action <> ''),
  client_code TEXT,
  session_number INTEGER,
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  reason TEXT
) STRICT;

CREATE INDEX audit_event_by_client ON audit_event (client_code);

CREATE TRIGGER audit_event_is_never_changed BEFORE UPDATE ON audit_event BEGIN
  SELECT RAISE (ABORT, 'audit events are never changed');
END;

CREATE TRIGGER audit_event_is_never_deleted BEFORE DELETE ON audit_event BEGIN
  SELECT RAISE (ABORT, 'audit events are never deleted');
END;

-- REPLACE deletes without the trigger above (SQLite asks it only where recursive_triggers is on).
CREATE TRIGGER audit_event_is_never_replaced BEFORE INSERT ON audit_event
WHEN EXISTS (SELECT 1 FROM audit_event WHERE id = new.id) BEGIN
  SELECT RAISE (ABORT, 'audit events are never changed');
END;
