-- Times are ISO 8601 in UTC with a final Z, to the millisecond. Hashes are lower-case hex SHA-256.

-- Every file that was received or uploaded, by content. The bytes are in media/ab/abcd….
CREATE TABLE media (
  sha256 TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- People who sign in at the desk or as partners.
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('coordinator', 'partner')),
  language TEXT NOT NULL DEFAULT 'en',
  password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  disabled_at TEXT
) STRICT;

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES account (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

-- A one-time link by which somebody makes their own account.
CREATE TABLE invitation (
  token_hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('coordinator', 'partner')),
  language TEXT NOT NULL,
  invited_by TEXT REFERENCES account (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;

CREATE TABLE sign_in_attempt (
  id INTEGER PRIMARY KEY,
  account_key TEXT NOT NULL, -- a hash of the address typed, so that no mistyped password is ever kept
  client_key TEXT NOT NULL,
  at TEXT NOT NULL,
  succeeded INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_attempt_account ON sign_in_attempt (account_key, at);
CREATE INDEX sign_in_attempt_client ON sign_in_attempt (client_key, at);

CREATE TABLE researcher (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  created_at TEXT NOT NULL,
  left_at TEXT
) STRICT;

-- An enrolled tablet, phone or OpenRosa client. Its token is in its server address; only a hash is kept.
CREATE TABLE device (
  id TEXT PRIMARY KEY,
  token_id TEXT NOT NULL UNIQUE,
  token_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  researcher_id TEXT REFERENCES researcher (id),
  enrolled_at TEXT NOT NULL,
  last_seen_at TEXT,
  revoked_at TEXT
) STRICT;

-- The information text in force when something was collected.
CREATE TABLE notice (
  version TEXT PRIMARY KEY, -- the SHA-256 of `texts`
  texts TEXT NOT NULL, -- JSON: language -> text
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE form (
  form_id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  instrument TEXT, -- 'interview', 'service-contact', or NULL for a foreign form
  created_at TEXT NOT NULL
) STRICT;

-- Immutable but for retired_at and roles, which the desk may declare for a foreign form.
CREATE TABLE form_version (
  id TEXT PRIMARY KEY,
  form_id TEXT NOT NULL REFERENCES form (form_id),
  version TEXT NOT NULL,
  xform BLOB NOT NULL, -- for OpenRosa clients
  xform_sha256 TEXT NOT NULL,
  xform_md5 TEXT NOT NULL,
  tablet_xform BLOB NOT NULL, -- the same form as the tablet's engine reads it
  tablet_xform_sha256 TEXT NOT NULL,
  source_name TEXT NOT NULL,
  source BLOB NOT NULL,
  languages TEXT NOT NULL, -- JSON: [{"name", "code"}]
  questions TEXT NOT NULL, -- JSON: forms.xlsform.Question as dictionaries, in the form's order
  roles TEXT NOT NULL, -- JSON: question path -> role declaration
  findings TEXT NOT NULL, -- JSON: what was said at publishing
  notice_version TEXT REFERENCES notice (version), -- of the questions with the role `notice`
  published_at TEXT NOT NULL,
  retired_at TEXT,
  UNIQUE (form_id, version)
) STRICT;

CREATE TABLE form_media (
  form_version_id TEXT NOT NULL REFERENCES form_version (id),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  md5 TEXT NOT NULL,
  PRIMARY KEY (form_version_id, name)
) STRICT;

-- A person above submissions. Who it is, only vault.db knows.
CREATE TABLE participant (
  code TEXT PRIMARY KEY,
  created_at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;

CREATE TABLE submission (
  id INTEGER PRIMARY KEY,
  instance_id TEXT NOT NULL UNIQUE,
  deprecated_id TEXT,
  form_version_id TEXT NOT NULL REFERENCES form_version (id),
  device_id TEXT REFERENCES device (id),
  participant_code TEXT REFERENCES participant (code),
  notice_version TEXT REFERENCES notice (version),
  xml BLOB NOT NULL, -- the bytes as received
  xml_sha256 TEXT NOT NULL,
  sealed INTEGER NOT NULL DEFAULT 0, -- came in a sealed envelope
  encrypted_elsewhere INTEGER NOT NULL DEFAULT 0,
  complete INTEGER NOT NULL,
  received_at TEXT NOT NULL,
  completed_at TEXT,
  state TEXT NOT NULL DEFAULT 'received'
    CHECK (state IN ('received', 'has issues', 'edited', 'approved', 'rejected')),
  owner_id TEXT REFERENCES account (id), -- of the next step
  due_at TEXT,
  superseded_by TEXT -- the instanceID of the edit that replaces this one
) STRICT;
CREATE INDEX submission_form ON submission (form_version_id, received_at);
CREATE INDEX submission_state ON submission (state, received_at);
-- The desk's lists read only this: rows of submissions are long, and their XML comes first.
CREATE INDEX submission_desk ON submission (state, complete, form_version_id, owner_id, due_at)
  WHERE superseded_by IS NULL;
CREATE INDEX submission_participant ON submission (participant_code);
CREATE INDEX submission_deprecated ON submission (deprecated_id) WHERE deprecated_id IS NOT NULL;

-- The files that a submission's XML names, and those that came with it unnamed.
CREATE TABLE submission_file (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission (id),
  name TEXT NOT NULL, -- NFC
  received_name TEXT, -- as the client spelled it
  sha256 TEXT REFERENCES media (sha256), -- NULL while it is missing
  state TEXT NOT NULL CHECK (state IN ('missing', 'held', 'unnamed', 'conflict')),
  received_at TEXT
) STRICT;
CREATE UNIQUE INDEX submission_file_named ON submission_file (submission_id, name) WHERE state IN ('missing', 'held');
CREATE UNIQUE INDEX submission_file_aside ON submission_file (submission_id, name, sha256)
  WHERE state IN ('unnamed', 'conflict');

-- Envelopes that were stored: the same one may be acknowledged again after its parts were let go.
CREATE TABLE sealed_envelope (
  header_sha256 TEXT PRIMARY KEY,
  instance_id TEXT NOT NULL REFERENCES submission (instance_id),
  received_at TEXT NOT NULL
) STRICT;

-- What could not become a submission, kept aside for a person: other bytes under a known instanceID, an edit of something
-- already replaced or of another form, a submission for a form that is not published here.
CREATE TABLE submission_conflict (
  id INTEGER PRIMARY KEY,
  instance_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('instance-differs', 'edit-stale', 'edit-of-other-form', 'form-unknown')),
  form_id TEXT NOT NULL,
  form_version TEXT NOT NULL,
  xml BLOB NOT NULL,
  xml_sha256 TEXT NOT NULL,
  device_id TEXT REFERENCES device (id),
  received_at TEXT NOT NULL,
  settled_at TEXT,
  UNIQUE (instance_id, xml_sha256)
) STRICT;

CREATE TABLE submission_conflict_file (
  conflict_id INTEGER NOT NULL REFERENCES submission_conflict (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  PRIMARY KEY (conflict_id, name, sha256)
) STRICT;

-- The consent of a person, scope by scope; the newest row of a scope counts.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER REFERENCES submission (id),
  participant_code TEXT REFERENCES participant (code),
  scope TEXT NOT NULL CHECK (scope IN ('totals', 'quote', 'photo', 'voice', 'contact', 'inform', 'partner')),
  given INTEGER NOT NULL,
  notice_version TEXT,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX consent_participant ON consent (participant_code, scope, at);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL UNIQUE REFERENCES submission (id),
  place_code TEXT,
  place_kind TEXT,
  scenario_code TEXT,
  researcher_id TEXT REFERENCES researcher (id),
  device_id TEXT REFERENCES device (id),
  channel TEXT,
  outcome TEXT,
  started_at TEXT,
  ended_at TEXT,
  written_at TEXT,
  delay_minutes REAL
) STRICT;

CREATE TABLE rating (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  criterion TEXT NOT NULL,
  rater TEXT NOT NULL,
  round INTEGER NOT NULL DEFAULT 1,
  value REAL, -- NULL: not applicable
  reason TEXT,
  UNIQUE (contact_id, criterion, rater, round)
) STRICT;

CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  submission_id INTEGER NOT NULL REFERENCES submission (id),
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  account_id TEXT REFERENCES account (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX review_submission ON review (submission_id);

CREATE TABLE transcript (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  submission_id INTEGER REFERENCES submission (id),
  question_path TEXT, -- the narrative answer that it was made from
  participant_code TEXT REFERENCES participant (code),
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX transcript_answer ON transcript (submission_id, question_path);

-- Original and translations are versions of one transcript. Immutable.
CREATE TABLE transcript_version (
  id TEXT PRIMARY KEY,
  transcript_id TEXT NOT NULL REFERENCES transcript (id),
  kind TEXT NOT NULL CHECK (kind IN ('original', 'translation')),
  language TEXT NOT NULL,
  number INTEGER NOT NULL,
  text TEXT NOT NULL, -- NFC, LF
  text_sha256 TEXT NOT NULL,
  source_name TEXT,
  source_sha256 TEXT REFERENCES media (sha256), -- the bytes it was imported from
  replaces TEXT REFERENCES transcript_version (id),
  account_id TEXT REFERENCES account (id),
  created_at TEXT NOT NULL,
  UNIQUE (transcript_id, kind, language, number)
) STRICT;

-- Offsets are Unicode code points into the version's text, [start, end).
CREATE TABLE turn (
  transcript_version_id TEXT NOT NULL REFERENCES transcript_version (id),
  position INTEGER NOT NULL,
  speaker TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  seconds REAL, -- the time in the recording, where the text names it
  aligned_position INTEGER, -- the turn of the original that a translation's turn renders
  PRIMARY KEY (transcript_version_id, position)
) STRICT;

CREATE TABLE code (
  id TEXT PRIMARY KEY, -- a GUID, stable through every interchange
  parent_id TEXT REFERENCES code (id),
  name TEXT NOT NULL,
  definition TEXT NOT NULL DEFAULT '',
  include TEXT NOT NULL DEFAULT '',
  exclude TEXT NOT NULL DEFAULT '',
  colour INTEGER NOT NULL DEFAULT 1, -- 1 to 8, a token of the look
  key TEXT, -- one character that codes from the keyboard
  position INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  retired_at TEXT,
  revision_id TEXT -- the code_revision that it shows; NULL once its making was undone
) STRICT;

-- Every state that a code was ever in: the versions of the codebook, and what undo goes back to.
CREATE TABLE code_revision (
  id TEXT PRIMARY KEY,
  code_id TEXT NOT NULL REFERENCES code (id),
  content TEXT NOT NULL, -- JSON: coding.codebook.Code as a dictionary
  account_id TEXT NOT NULL REFERENCES account (id),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX code_revision_code ON code_revision (code_id);

CREATE TABLE segment (
  id TEXT PRIMARY KEY,
  transcript_version_id TEXT NOT NULL REFERENCES transcript_version (id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  code_id TEXT NOT NULL REFERENCES code (id),
  coder_id TEXT NOT NULL REFERENCES account (id),
  created_at TEXT NOT NULL,
  deleted_at TEXT,
  CHECK (start >= 0 AND "end" > start)
) STRICT;
CREATE INDEX segment_version ON segment (transcript_version_id, start);
CREATE INDEX segment_code ON segment (code_id);

-- The text of memos is theirs; events only name them.
CREATE TABLE memo (
  id TEXT PRIMARY KEY,
  subject_kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  text TEXT NOT NULL,
  account_id TEXT REFERENCES account (id),
  created_at TEXT NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE INDEX memo_subject ON memo (subject_kind, subject_id);

-- Append-only, hash-chained. Ids and hashes, never personal content.
CREATE TABLE event (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL, -- 'account:…', 'device:…', 'command', 'server'
  kind TEXT NOT NULL, -- e.g. 'submission.received'
  subject TEXT NOT NULL, -- e.g. 'submission:uuid:…'
  detail TEXT NOT NULL, -- JSON of ids, hashes, states, counts
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX event_subject ON event (subject);
CREATE INDEX event_correction ON event (subject) WHERE kind = 'transcript.corrected'; -- undo stops at it
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- What a coder did, one row per event of coding: finds a repeat by its id, and what undo and redo would take back.
CREATE TABLE stroke (
  id TEXT PRIMARY KEY, -- made by the page, so that sending it again is harmless
  event_number INTEGER NOT NULL UNIQUE REFERENCES event (number),
  account_id TEXT NOT NULL REFERENCES account (id),
  scope TEXT NOT NULL, -- 'transcript:…' or 'codebook': what one undo button reaches
  move TEXT NOT NULL CHECK (move IN ('do', 'undo', 'redo')),
  changes TEXT NOT NULL -- JSON: [[kind, subject, before, after], …], as in the event
) STRICT;
CREATE INDEX stroke_coder ON stroke (account_id, scope, event_number);

-- Segments that somebody chose to be quoted in a release; none is by itself.
CREATE TABLE release_quotation (
  segment_id TEXT PRIMARY KEY REFERENCES segment (id),
  account_id TEXT NOT NULL REFERENCES account (id),
  chosen_at TEXT NOT NULL
) STRICT;

-- A person's judgement on one text before it may leave; bound to the text by its hash.
-- Step 1: direct identifiers. Step 2: could a neighbour recognise this person?
CREATE TABLE text_review (
  id INTEGER PRIMARY KEY,
  segment_id TEXT NOT NULL REFERENCES segment (id),
  step INTEGER NOT NULL CHECK (step IN (1, 2)),
  text_sha256 TEXT NOT NULL, -- of the quotation and of every text of its transcript, as they stood
  decision TEXT NOT NULL CHECK (decision IN ('clear', 'redacted', 'refused')),
  published_text TEXT, -- what may leave, when cleared or redacted
  published_sha256 TEXT,
  account_id TEXT NOT NULL REFERENCES account (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX text_review_segment ON text_review (segment_id);

-- What the coordinators want a release to hold.
CREATE TABLE release_table (
  id TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  form_id TEXT NOT NULL REFERENCES form (form_id),
  unit TEXT NOT NULL CHECK (unit IN ('people', 'contacts')),
  row_question TEXT NOT NULL, -- question path
  column_question TEXT, -- question path, for a two-way table
  measure TEXT NOT NULL DEFAULT 'count' CHECK (measure IN ('count', 'mean')), -- mean: of every criterion, by row
  position INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- What we heard: written before the build, per language.
CREATE TABLE heard_statement (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  language TEXT NOT NULL,
  text TEXT NOT NULL,
  account_id TEXT REFERENCES account (id),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE release_approval (
  plan_sha256 TEXT NOT NULL, -- of everything that the release would contain
  account_id TEXT NOT NULL REFERENCES account (id),
  at TEXT NOT NULL,
  PRIMARY KEY (plan_sha256, account_id)
) STRICT;

-- The ledger.
CREATE TABLE release (
  number INTEGER PRIMARY KEY,
  parent INTEGER REFERENCES release (number),
  plan_sha256 TEXT NOT NULL,
  file_sha256 TEXT NOT NULL,
  configuration TEXT NOT NULL, -- JSON
  counts TEXT NOT NULL, -- JSON
  report TEXT NOT NULL, -- JSON: risk and utility
  approvers TEXT NOT NULL, -- JSON: account ids
  built_at TEXT NOT NULL,
  withdrawn_at TEXT
) STRICT;

-- The keyed hash of what was withdrawn; it stops a re-import and is replayed on every restore.
CREATE TABLE tombstone (
  keyed_hash TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
