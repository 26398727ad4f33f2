package enginetest

import (
	"strings"

	"github.com/tickmark-audit/tickmark/program"
)

// fragmentCases are pieces of SQL with where the fault is: "" for none, "?"
// for a fault whose place is not held to anything.
var fragmentCases = []struct {
	program.Fragment
	near string
}{
	{predicate("reviewer_id IS NOT NULL AND reviewer_id <> author_id"), ""},
	{predicate("approved_at <= merged_at"), ""},
	{predicate("kind <> 'emergency' -- as agreed"), ""},
	{predicate("/* first */ a = 1"), ""},
	{predicate("merged_at <= business_days_after(opened_at, 2)"), ""},
	{predicate("EXISTS (SELECT 1 FROM reviews r WHERE r.change_id = scope.change_id AND r.state = 'approved')"), ""},
	{predicate("(SELECT count(*) FROM reviews r WHERE r.change_id = scope.change_id) >= 2"), ""},
	{predicate("CASE WHEN severity IN ('high', 'critical') THEN closed_at <= opened_at + INTERVAL 30 DAY ELSE true END"), ""},
	{predicate("regexp_matches(ticket, '^CHG-[0-9]+$') AND lower(trim(state)) LIKE 'done%'"), ""},
	{predicate("list_contains(string_split(roles, ';'), 'admin')"), ""},
	{predicate("(a = 1) AND (b = 2)"), ""},
	{predicate("date_diff('day', opened, closed) BETWEEN 0 AND 90"), ""},
	{predicate("t.user = 'x' AND max(a) OVER (PARTITION BY b) = a"), ""},
	{predicate("raw ->> 'state' = 'merged' AND CAST(raw -> 'n' AS INTEGER) > 1"), ""},

	{predicate(""), "?"},
	{predicate("-- nothing"), "?"},
	{predicate("a = = b"), "= b"},
	{predicate("'é' = x AND )"), ")"},
	{predicate("a = 1; DROP TABLE x"), "?"},
	{predicate("a = 1;"), "?"},
	{predicate("1) FROM x; --"), "?"},
	{predicate("1) FROM x WHERE (1 = 1"), "?"},
	{predicate("a) OR (b"), "?"},
	{predicate("a) OR (b --"), "?"},
	{predicate("a = 1 /*"), "?"},
	{predicate("a = 1 FROM secrets"), "?"},
	{predicate("a = 1 AS b"), "?"},
	{predicate("a b"), "?"},
	{predicate("a, b"), "?"},
	{predicate("*"), "?"},
	{predicate("COLUMNS(*) IS NULL"), "?"},
	{predicate("DISTINCT a"), "?"},
	{predicate("a LIMIT 1"), "?"},
	{predicate("a UNION SELECT b"), "?"},
	{predicate("a WHERE b"), "?"},
	{predicate("a GROUP BY ALL"), "?"},
	{predicate("SELECT 1"), "?"},
	{predicate("count(*) > 1"), "count"},
	{predicate("a = 1 AND bool_and(b)"), "bool_and"},
	{predicate("unnest([true, false])"), "unnest"},
	{predicate("opened_at < now()"), "now"},
	{predicate("opened_at < current_date"), "current_date"},
	{predicate("EXISTS (SELECT 1 FROM 'x.csv')"), "'x.csv'"},
	{predicate("x IN (SELECT y FROM read_csv('a.csv'))"), "read_csv"},
	{predicate("a = $1"), "?"},

	{query("SELECT s.*, r.reviewed_at FROM scope s LEFT JOIN reviews r USING (change_id)"), ""},
	{query("SELECT * FROM a UNION ALL SELECT * FROM b ORDER BY 1;"), ""},
	{query("WITH last AS (SELECT x, max(y) AS y FROM a GROUP BY x) SELECT * FROM a JOIN last USING (x, y) -- the last of each"), ""},
	{query("WITH RECURSIVE up AS (SELECT id, boss FROM people UNION SELECT u.id, p.boss FROM up u JOIN people p ON p.id = u.boss) SELECT * FROM up"), ""},
	{query("SELECT *, lag(x) OVER (PARTITION BY id ORDER BY x) AS before FROM events QUALIFY row_number() OVER (PARTITION BY id ORDER BY x DESC) = 1"), ""},
	{query("SELECT string_agg(DISTINCT name, ', ' ORDER BY name) AS names, list(x ORDER BY x) FROM people GROUP BY team"), ""},
	{query("SELECT d.day, p.id FROM calendar d CROSS JOIN people p, period WHERE d.day BETWEEN first_day AND last_day"), ""},
	{query("SELECT * FROM a ASOF JOIN b ON a.id = b.id AND a.at >= b.at"), ""},
	{query("SELECT x.id, u.role FROM people x, unnest(string_split(x.roles, ';')) AS u(role)"), ""},
	{query("FROM people SELECT id WHERE active"), ""},
	{query("VALUES (1, 'a'), (2, 'b')"), ""},
	{query("SELECT * EXCLUDE (secret) REPLACE (upper(id) AS id) FROM people"), ""},
	{query("SELECT CAST(x AS DECIMAL(18,2)), y::TIMESTAMPTZ, TRY_CAST(z AS DATE), {'a': 1}, [1, 2], MAP {'k': 'v'} FROM a"), ""},
	{query("SELECT sum(x) FILTER (WHERE y), count(DISTINCT z), quantile_cont(x, 0.5) FROM a GROUP BY ALL HAVING count(*) > 1 LIMIT 5 OFFSET 1"), ""},
	{query("SELECT (SELECT max(y) FROM b WHERE b.id = a.id) AS y FROM a WHERE x NOT IN (SELECT x FROM c) AND z = ANY (SELECT z FROM d)"), ""},

	{query("SELECT 1; -- done"), ";"},
	{query(""), "?"},
	{query("a = 1"), "a"},
	{query("SELECT 1; SELECT 2"), "?"},
	{query("SELECT * FORM a"), "a"},
	{query("SELECT * FROM a WHERE a.b IN (SELECT * FROM s.t)"), "s.t"},
	{query("DELETE FROM a"), "DELETE"},
	{query("SELECT * FROM (FROM duckdb_settings())"), "duckdb_settings"},
	{query("SELECT " + strings.Repeat("(", 100_000)), "?"},
}

func predicate(sql string) program.Fragment {
	return program.Fragment{Kind: program.Predicate, SQL: sql}
}

func query(sql string) program.Fragment { return program.Fragment{Kind: program.Select, SQL: sql} }
