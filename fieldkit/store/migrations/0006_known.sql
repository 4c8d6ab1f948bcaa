-- How often a device, the loss of one, or a form has changed, whoever changed it. The server remembers devices and forms
-- between records; the transaction that stores a record compares this number, so that nothing outdated is believed.
-- When a device was last seen and what a new device or version adds make nothing outdated that was looked up before.
CREATE TABLE known_change (number INTEGER NOT NULL) STRICT;
INSERT INTO known_change (number) VALUES (0);
CREATE TRIGGER known_device_changed AFTER UPDATE OF token_id, token_hash, name, researcher_id, revoked_at ON device
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_device_gone AFTER DELETE ON device
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_tablet_lost AFTER INSERT ON lost_tablet
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_tablet_changed AFTER UPDATE ON lost_tablet
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_tablet_forgotten AFTER DELETE ON lost_tablet
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_title_changed AFTER UPDATE ON form
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_version_changed AFTER UPDATE ON form_version
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_version_gone AFTER DELETE ON form_version
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_file_came AFTER INSERT ON form_media
  BEGIN UPDATE known_change SET number = number + 1; END;
CREATE TRIGGER known_file_gone AFTER DELETE ON form_media
  BEGIN UPDATE known_change SET number = number + 1; END;
