-- Who participants are. Every BLOB is one field, sealed on its own (sealing/fields.py); codes, ids and times are plain.

CREATE TABLE person (
  id TEXT PRIMARY KEY, -- the participant's code
  name BLOB NOT NULL,
  contact BLOB NOT NULL, -- how to reach them, as they wish to be reached
  changed_at TEXT NOT NULL
) STRICT;

-- The same words get the same stand-in within one participant's transcripts.
CREATE TABLE pseudonym (
  id TEXT PRIMARY KEY,
  participant_code TEXT NOT NULL,
  transcript_id TEXT, -- NULL: in all transcripts of the participant
  original_key TEXT NOT NULL, -- keyed hash of the words, so that they can be found without being read
  original BLOB NOT NULL,
  stand_in BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX pseudonym_original ON pseudonym (participant_code, coalesce(transcript_id, ''), original_key);

CREATE TABLE safeguarding_note (
  id TEXT PRIMARY KEY,
  participant_code TEXT NOT NULL,
  text BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX safeguarding_note_participant ON safeguarding_note (participant_code);

CREATE TABLE signature (
  id TEXT PRIMARY KEY,
  participant_code TEXT NOT NULL,
  content_type TEXT NOT NULL,
  image BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX signature_participant ON signature (participant_code);
