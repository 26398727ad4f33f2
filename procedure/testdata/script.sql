-- Procedure CHG-01-T1 of control CHG-01, as it was run by duckdb 1.5.6.
-- Put the sealed tables beside this script under the names below, and run: duckdb < script.sql

SET Calendar = 'gregorian';
SET default_collation = '';
SET default_null_order = 'nulls_last';
SET default_order = 'ascending';
SET ieee_floating_point_ops = 'true';
SET integer_division = 'false';
SET preserve_insertion_order = 'true';
SET scalar_subquery_error_on_multiple_rows = 'true';
SET threads = '1';
SET TimeZone = 'America/New_York';

-- 1 row, SHA-256 d1
CREATE OR REPLACE VIEW "changes" AS SELECT * EXCLUDE (_record) FROM 'changes.parquet';

CREATE OR REPLACE TABLE period AS
SELECT DATE '2026-04-01' AS first_day, DATE '2026-06-30' AS last_day, TIMESTAMPTZ '2026-04-01T04:00:00Z' AS starts_at, TIMESTAMPTZ '2026-07-01T04:00:00Z' AS ends_at;

CREATE OR REPLACE TABLE calendar AS
SELECT d.day, isodow(d.day) NOT IN (6, 7, 0) AND h.holiday IS NULL AS business_day, h.holiday,
  CAST(date_trunc('week', d.day) AS DATE) AS week_first, strftime(d.day, '%Y-%m') AS month, strftime(d.day, '%Y-Q') || quarter(d.day) AS quarter
FROM (SELECT CAST(unnest(generate_series(DATE '2025-04-01', DATE '2027-06-30', INTERVAL 1 DAY)) AS DATE) AS day) AS d
LEFT JOIN (VALUES (DATE '2026-05-25', 'Memorial Day'), (NULL, NULL)) AS h(day, holiday) ON h.day = d.day
ORDER BY d.day;

CREATE OR REPLACE TABLE _calendar AS
SELECT day, business_day, count(*) FILTER (WHERE business_day) OVER (ORDER BY day) AS through FROM calendar;

CREATE OR REPLACE MACRO business_days_after(since, n) AS (
  SELECT CAST(b.day + 1 AS TIMESTAMPTZ) - INTERVAL 1 MICROSECOND
  FROM _calendar AS a JOIN _calendar AS b
    ON b.business_day AND b.through = a.through + CASE WHEN n > 0 THEN n WHEN a.business_day THEN 0 ELSE 1 END
  WHERE a.day = CAST(since AS DATE) AND n >= 0
);

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
