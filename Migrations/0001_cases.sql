-- Clients, their sessions, and what was said in them.
-- Timestamps are ISO 8601 in UTC with milliseconds, days are YYYY-MM-DD: text order is time order.

CREATE TABLE client (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 64),
  name TEXT,
  birth_year INTEGER CHECK (birth_year BETWEEN 1900 AND 2999),
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'closed')),
  note TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  held_on TEXT NOT NULL CHECK (date(held_on, '+0 days') IS held_on),
  therapist TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (client_id, number)
) STRICT;

-- A client's sessions in order: by day, then number.
CREATE INDEX session_in_order ON session (client_id, held_on, number);

CREATE TABLE transcript (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL UNIQUE REFERENCES session (id) ON DELETE CASCADE,
  source_name TEXT NOT NULL,
  format TEXT NOT NULL CHECK (format IN ('text', 'vtt', 'srt', 'csv', 'json', 'jsonl')),
  -- SHA-256 of turns, speakers, times and words: the same content is the same transcript, whatever the file.
  content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
  utterance_count INTEGER NOT NULL CHECK (utterance_count > 0),
  client_turn_count INTEGER NOT NULL CHECK (client_turn_count BETWEEN 0 AND utterance_count),
  imported_at TEXT NOT NULL
) STRICT;

CREATE INDEX transcript_by_content ON transcript (content_hash);

CREATE TABLE utterance (
  id INTEGER PRIMARY KEY,
  transcript_id INTEGER NOT NULL REFERENCES transcript (id) ON DELETE CASCADE,
  turn INTEGER NOT NULL CHECK (turn >= 1),
  speaker TEXT NOT NULL CHECK (speaker IN ('client', 'therapist', 'other')),
  speaker_name TEXT,
  start_milliseconds INTEGER CHECK (start_milliseconds >= 0),
  end_milliseconds INTEGER CHECK (end_milliseconds >= 0),
  text TEXT NOT NULL CHECK (text <> ''),
  UNIQUE (transcript_id, turn)
) STRICT;

-- Full-text search. The index keeps no copy of the words. New utterances are indexed by the program at the end of the
-- transaction that adds them (docs/decisions/0004); what changes or goes follows by triggers.
CREATE VIRTUAL TABLE utterance_search USING fts5 (
  text, content = 'utterance', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER utterance_search_delete AFTER DELETE ON utterance BEGIN
  INSERT INTO utterance_search (utterance_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER utterance_search_update AFTER UPDATE OF text ON utterance BEGIN
  INSERT INTO utterance_search (utterance_search, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO utterance_search (rowid, text) VALUES (new.id, new.text);
END;
