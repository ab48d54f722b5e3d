-- Who may do what in a kh2025 store on PostgreSQL. Run once, by the owner of the store's tables, after the first
-- import has made them: kh2025 ledger roles | psql "postgresql://owner@host/database"
-- Then give an account one of the roles: GRANT kh2025_collector TO "so-khcn-nhap-lieu";
--
--   kh2025_reader     reads records and commits: evaluate, report, export. Not the original files.
--   kh2025_collector  adds records, commits and files, and reads what the next commit stands on. It can neither change
--                     nor delete, and of the files it sees which there are, not what is in them.
--   kh2025_auditor    reads everything: verify, backup.

DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['kh2025_reader', 'kh2025_collector', 'kh2025_auditor'] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
    END LOOP;
END $$;

REVOKE ALL ON store, commits, files, progress, submissions, readings, events, extensions, remarks
    FROM PUBLIC, kh2025_reader, kh2025_collector, kh2025_auditor;

GRANT SELECT ON store, commits, progress, submissions, readings, events, extensions, remarks
    TO kh2025_reader, kh2025_collector, kh2025_auditor;

GRANT SELECT (sha256, commit_number, size) ON files TO kh2025_collector;
GRANT SELECT ON files TO kh2025_auditor;

GRANT INSERT ON commits, files, progress, submissions, readings, events, extensions, remarks TO kh2025_collector;
