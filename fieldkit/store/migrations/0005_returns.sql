-- To whom a record may come back: the SHA-256 of a secret that only the person who sealed it has, from inside the envelope.
-- A tablet's token alone fetches nothing that was returned.
ALTER TABLE sealed_envelope ADD COLUMN returns_to TEXT;
