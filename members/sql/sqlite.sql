-- statement
DROP TRIGGER IF EXISTS members_seat_is_allowed
-- statement
CREATE TRIGGER members_seat_is_allowed BEFORE INSERT ON members_seat
WHEN EXISTS (SELECT 1 FROM members_body b, members_organization o WHERE b.id = NEW.body_id
             AND o.id = NEW.organization_id AND b.un_entities_only AND o.kind <> 'un_entity')
BEGIN SELECT RAISE(ABORT, 'only UN entities sit in this body'); END
-- statement
DROP TRIGGER IF EXISTS members_seat_stays_allowed
-- statement
CREATE TRIGGER members_seat_stays_allowed BEFORE UPDATE ON members_seat
WHEN EXISTS (SELECT 1 FROM members_body b, members_organization o WHERE b.id = NEW.body_id
             AND o.id = NEW.organization_id AND b.un_entities_only AND o.kind <> 'un_entity')
BEGIN SELECT RAISE(ABORT, 'only UN entities sit in this body'); END
-- statement
DROP TRIGGER IF EXISTS members_kind_is_allowed
-- statement
CREATE TRIGGER members_kind_is_allowed BEFORE UPDATE OF kind ON members_organization
WHEN NEW.kind <> 'un_entity' AND EXISTS (SELECT 1 FROM members_seat s JOIN members_body b ON b.id = s.body_id
             WHERE s.organization_id = NEW.id AND b.un_entities_only AND s.ends_on IS NULL)
BEGIN SELECT RAISE(ABORT, 'an organization that sits in this body stays a UN entity'); END
-- statement
DROP TRIGGER IF EXISTS members_body_is_allowed
-- statement
CREATE TRIGGER members_body_is_allowed BEFORE UPDATE OF un_entities_only ON members_body
WHEN NEW.un_entities_only AND EXISTS (SELECT 1 FROM members_seat s JOIN members_organization o ON o.id = s.organization_id
             WHERE s.body_id = NEW.id AND o.kind <> 'un_entity' AND s.ends_on IS NULL)
BEGIN SELECT RAISE(ABORT, 'a partner sits in this body'); END
