-- Procedure CHG-01-T1 of control CHG-01, as it was run by duckdb 1.5.6.
-- The sealed tables that it could read:
--   changes: 1 row, SHA-256 d1
-- The tables period and calendar: 2026-04-01 to 2026-06-30 in America/New_York; weekend saturday, sunday; holidays 2026-05-25.
SET TimeZone = 'America/New_York';

CREATE OR REPLACE VIEW expected AS
SELECT * FROM "changes"
WHERE "merged_at" >= (SELECT period.starts_at FROM period)
  AND "merged_at" < (SELECT period.ends_at FROM period);

CREATE OR REPLACE VIEW scope AS
SELECT * FROM expected
WHERE (
kind <> 'emergency'
);

CREATE OR REPLACE VIEW items AS
SELECT s.* FROM scope s;

-- The result.
WITH judged AS (
SELECT items.*,
  (
kind = 'normal'
) AS "applies.A",
  CASE WHEN (
kind = 'normal'
) THEN (
reviewer <> author
) END AS "pass.A"
FROM items
)
SELECT
  row_number() OVER (ORDER BY "change_id" ASC NULLS LAST) AS "item.number",
  "change_id" AS "key.change_id",
  CASE WHEN "applies.A" IS NULL THEN 'unable' WHEN NOT "applies.A" THEN 'not_applicable' WHEN "pass.A" IS NULL THEN 'unable' WHEN "pass.A" THEN 'passed' ELSE 'deviation' END AS "outcome.A",
  "author" AS "show.author",
  "item.date"
FROM judged
LEFT JOIN (SELECT "change_id" AS "scope.change_id", "merged_at" AS "item.date" FROM scope) AS dated
  ON judged."change_id" = dated."scope.change_id"
ORDER BY "item.number";
