-- statement
CREATE VIEW portal_answers AS
SELECT p.round_id AS round, o.acronym AS organization, p.value AS position, p.at AS answered_at, p.by_id AS actor,
       p.id AS position_id, p.supersedes_id AS supersedes
FROM decisions_position p JOIN members_organization o ON o.id = p.organization_id
-- statement
CREATE VIEW portal_closures AS
SELECT r.id AS round, d.state AS outcome, r.closed_at AS closed_at, e.capacity AS actor
FROM decisions_round r JOIN decisions_decision d ON d.id = r.decision_id
LEFT JOIN records_event e ON e.object_label = 'decisions.round' AND e.object_id = r.id AND e.verb = 'round closed'
WHERE r.closed_at IS NOT NULL
