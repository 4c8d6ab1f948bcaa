-- What came of an alert, written by who closed it; NULL while it is not closed.
ALTER TABLE alert_words ADD COLUMN outcome BLOB;
