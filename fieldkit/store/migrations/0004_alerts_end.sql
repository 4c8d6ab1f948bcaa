-- How an alert ends: when, and who says so. What came of it is in vault.db, beside its words.
ALTER TABLE alert ADD COLUMN closed_at TEXT;
ALTER TABLE alert ADD COLUMN closed_by TEXT REFERENCES account (id);

-- When the study's period was over and the content went. The row stays, so that the same arriving again is known.
ALTER TABLE alert ADD COLUMN erased_at TEXT;
ALTER TABLE addition ADD COLUMN erased_at TEXT;
