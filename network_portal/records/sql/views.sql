-- statement
CREATE VIEW portal_audit AS
SELECT e.id AS seq, b.name AS actor, e.capacity AS role, e.organization AS organization, e.verb AS action,
       e.object_label AS object, e.object_id AS object_id, e.at AS at, e.hash AS hash, e.previous AS previous
FROM records_event e JOIN records_eventbody b ON b.event_id = e.id
-- statement
CREATE VIEW portal_reminder_ledger AS
SELECT n.kind || ':' || n.object_label || ':' || n.object_id || ':' || n.person_id || ':' || n.occasion AS key,
       n.kind AS kind, n.person_id AS recipient, n.due_at AS due_at, m.state AS state, m.attempts AS attempts,
       m.message_id AS message_id
FROM records_notice n LEFT JOIN records_message m ON m.id = n.message_id
-- statement
CREATE VIEW portal_files AS
SELECT object_label AS object, object_id AS object_id, version AS version, sha256 AS sha256, file AS path, state AS state
FROM records_document
