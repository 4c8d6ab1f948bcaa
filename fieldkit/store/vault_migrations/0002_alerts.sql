-- What somebody wrote who is worried about a person.
CREATE TABLE alert_words (
  id TEXT PRIMARY KEY, -- the SHA-256 of the alert's XML, which ends with a random comment
  words BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
