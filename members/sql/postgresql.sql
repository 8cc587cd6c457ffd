-- statement
CREATE OR REPLACE FUNCTION members_seat_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM members_body b, members_organization o WHERE b.id = NEW.body_id
             AND o.id = NEW.organization_id AND b.un_entities_only AND o.kind <> 'un_entity') THEN
    RAISE EXCEPTION 'only UN entities sit in this body';
  END IF;
  RETURN NEW;
END $$
-- statement
DROP TRIGGER IF EXISTS members_seat_is_allowed ON members_seat
-- statement
CREATE TRIGGER members_seat_is_allowed BEFORE INSERT OR UPDATE ON members_seat FOR EACH ROW EXECUTE FUNCTION members_seat_is_allowed()
-- statement
CREATE OR REPLACE FUNCTION members_kind_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind <> 'un_entity' AND EXISTS (SELECT 1 FROM members_seat s JOIN members_body b ON b.id = s.body_id
             WHERE s.organization_id = NEW.id AND b.un_entities_only AND s.ends_on IS NULL) THEN
    RAISE EXCEPTION 'an organization that sits in this body stays a UN entity';
  END IF;
  RETURN NEW;
END $$
-- statement
DROP TRIGGER IF EXISTS members_kind_is_allowed ON members_organization
-- statement
CREATE TRIGGER members_kind_is_allowed BEFORE UPDATE OF kind ON members_organization FOR EACH ROW EXECUTE FUNCTION members_kind_is_allowed()
-- statement
CREATE OR REPLACE FUNCTION members_body_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.un_entities_only AND EXISTS (SELECT 1 FROM members_seat s JOIN members_organization o ON o.id = s.organization_id
             WHERE s.body_id = NEW.id AND o.kind <> 'un_entity' AND s.ends_on IS NULL) THEN
    RAISE EXCEPTION 'a partner sits in this body';
  END IF;
  RETURN NEW;
END $$
-- statement
DROP TRIGGER IF EXISTS members_body_is_allowed ON members_body
-- statement
CREATE TRIGGER members_body_is_allowed BEFORE UPDATE OF un_entities_only ON members_body FOR EACH ROW EXECUTE FUNCTION members_body_is_allowed()
