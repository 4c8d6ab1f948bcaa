-- What a tablet said of itself when it was last heard from; it counts things, and names nobody.
CREATE TABLE device_report (
  device_id TEXT PRIMARY KEY REFERENCES device (id),
  at TEXT NOT NULL,
  app_version TEXT NOT NULL,
  people INTEGER NOT NULL, -- who have a PIN on it
  drafts INTEGER NOT NULL,
  waiting INTEGER NOT NULL, -- sealed and not yet sent
  persisted INTEGER NOT NULL,
  kept_offline INTEGER NOT NULL,
  free_bytes INTEGER -- NULL: the browser does not say
) STRICT;

-- A tablet that was reported as lost or stolen; the order to erase itself waits for its next contact.
CREATE TABLE lost_tablet (
  id INTEGER PRIMARY KEY,
  device_id TEXT NOT NULL REFERENCES device (id),
  reported_at TEXT NOT NULL,
  reported_by TEXT REFERENCES account (id),
  last_seen_at TEXT, -- what follows stands as it was known when it was reported
  last_report TEXT, -- JSON: a row of device_report, or NULL
  titles TEXT NOT NULL, -- JSON: titles of the forms that were offered to it
  order_text TEXT NOT NULL, -- signed, so that only the project can have a tablet erased
  order_signature BLOB NOT NULL,
  order_given_at TEXT, -- when the tablet first asked and was told
  erased_at TEXT,
  found_at TEXT, -- it is here again, and the order no longer holds
  settled_at TEXT, -- which ends the 72 hours
  settled_by TEXT REFERENCES account (id),
  settlement TEXT CHECK (settlement IN ('authority told', 'no risk')),
  settlement_reason TEXT
) STRICT;
CREATE UNIQUE INDEX lost_tablet_now ON lost_tablet (device_id) WHERE found_at IS NULL;

-- Somebody forgot a PIN: the data key, sealed to the project, waits to be sealed to a fresh key of the tablet.
-- The keys and the name are taken out as soon as it is over.
CREATE TABLE recovery (
  id TEXT PRIMARY KEY,
  device_id TEXT NOT NULL REFERENCES device (id),
  person_id TEXT NOT NULL,
  person_name TEXT,
  wrapped_key BLOB,
  public_key BLOB,
  asked_at TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'refused', 'done', 'expired')),
  answer BLOB,
  decided_by TEXT REFERENCES account (id),
  decided_at TEXT
) STRICT;
CREATE INDEX recovery_open ON recovery (asked_at) WHERE state IN ('waiting', 'approved');

-- What somebody added to a record that was sealed already. It may come before the record.
CREATE TABLE addition (
  instance_id TEXT PRIMARY KEY,
  adds_to TEXT NOT NULL, -- the instanceID of the record
  device_id TEXT REFERENCES device (id),
  xml BLOB NOT NULL, -- the bytes as received
  xml_sha256 TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX addition_record ON addition (adds_to);

CREATE TABLE addition_file (
  instance_id TEXT NOT NULL REFERENCES addition (instance_id),
  name TEXT NOT NULL, -- NFC
  sha256 TEXT NOT NULL REFERENCES media (sha256),
  PRIMARY KEY (instance_id, name)
) STRICT;

-- Somebody is worried about a person. The words are in vault.db.
CREATE TABLE alert (
  instance_id TEXT PRIMARY KEY,
  about TEXT, -- the instanceID of a record, or NULL
  urgent INTEGER NOT NULL,
  said_at TEXT, -- on the tablet's clock
  device_id TEXT REFERENCES device (id),
  xml_sha256 TEXT NOT NULL,
  received_at TEXT NOT NULL,
  acknowledged_at TEXT,
  acknowledged_by TEXT REFERENCES account (id)
) STRICT;
CREATE INDEX alert_open ON alert (received_at) WHERE acknowledged_at IS NULL;

-- Envelopes of additions and alerts that were stored, as sealed_envelope is for submissions.
CREATE TABLE kit_envelope (
  header_sha256 TEXT PRIMARY KEY,
  instance_id TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT;

-- What is offered near the participants, shown on tablets after an interview.
CREATE TABLE offer (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  title TEXT NOT NULL, -- JSON: language -> text
  words TEXT NOT NULL, -- JSON: language -> text
  phone TEXT NOT NULL,
  url TEXT NOT NULL
) STRICT;
