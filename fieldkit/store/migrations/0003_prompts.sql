-- Texts of forms that somebody read aloud, one row per recording. It belongs to the words that were read, so that every
-- version of the form that still says them has the sound, and one that says something else has not.
CREATE TABLE prompt (
  id TEXT PRIMARY KEY,
  form_id TEXT NOT NULL REFERENCES form (form_id),
  target TEXT NOT NULL, -- where the words stood when they were read: /data/path, …#choice, …?hint, …!constraint, …!required
  language TEXT NOT NULL,
  text_sha256 TEXT NOT NULL, -- of the words, see forms.prompts.text_hash
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  device_id TEXT NOT NULL REFERENCES device (id),
  received_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'accepted', 'refused', 'replaced')),
  decided_at TEXT,
  decided_by TEXT REFERENCES account (id)
) STRICT;
CREATE INDEX prompt_text ON prompt (form_id, language, text_sha256);
