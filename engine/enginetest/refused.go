package enginetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/program"
)

// attempts are SQL that a program must not get through, each with what it
// tries.
var attempts = []struct{ what, sql string }{
	{"read a file by name", "SELECT * FROM '/etc/passwd'"},
	{"read a file by name", `SELECT * FROM "secret.csv"`},
	{"read a file by name behind a CTE", `WITH x AS (SELECT 1) SELECT * FROM x, '/etc/hosts.csv'`},
	{"read a file", "SELECT * FROM read_csv('/etc/passwd', delim=':')"},
	{"read a file", "SELECT content FROM read_text('/etc/passwd')"},
	{"read a file", "SELECT * FROM read_blob('/proc/self/environ')"},
	{"read a file", "SELECT * FROM main.read_parquet('OUTSIDE')"},
	{"read a file in a subquery", "SELECT (SELECT count(*) FROM read_text('/etc/passwd'))"},
	{"read a file in a condition", "SELECT * FROM changes WHERE EXISTS (SELECT 1 FROM parquet_scan('OUTSIDE'))"},
	{"list files", "SELECT * FROM glob('/*')"},
	{"read the metadata of a file", "SELECT * FROM parquet_metadata('OUTSIDE')"},
	{"read over the network", "SELECT * FROM 'https://example.com/x.parquet'"},
	{"read over the network", "SELECT * FROM read_csv('s3://bucket/x.csv')"},
	{"read the catalog", "SELECT * FROM information_schema.tables"},
	{"read the catalog", "SELECT * FROM pg_catalog.pg_tables"},
	{"read the catalog", "SELECT * FROM duckdb_settings()"},
	{"read the catalog", "SELECT * FROM sqlite_master"},
	{"read the catalog", "SELECT * FROM pragma_table_info('changes')"},
	{"read the catalog", "SHOW TABLES"},
	{"read the catalog", "DESCRIBE changes"},
	{"read the catalog", "SELECT * FROM (SUMMARIZE changes)"},
	{"change a table", "DELETE FROM calendar"},
	{"change a table", "UPDATE calendar SET business_day = true"},
	{"change a table", "INSERT INTO calendar SELECT * FROM calendar"},
	{"change a table", "CREATE OR REPLACE VIEW changes AS SELECT 1"},
	{"change a table", "DROP VIEW changes"},
	{"change a table behind a SELECT", "SELECT 1; DROP VIEW changes"},
	{"change a function", "CREATE OR REPLACE MACRO business_days_after(a, b) AS a"},
	{"write a file", "COPY changes TO 'OUTSIDE'"},
	{"write a file out of the parentheses", "SELECT 1) TO 'OUTSIDE' (FORMAT csv); --"},
	{"write a file out of the parentheses", "SELECT 1) TO 'OUTSIDE' (FORMAT csv); SELECT (1"},
	{"write a database", "EXPORT DATABASE 'OUTSIDE'"},
	{"open a database", "ATTACH 'OUTSIDE'"},
	{"load an extension", "INSTALL httpfs"},
	{"load an extension", "LOAD 'OUTSIDE'"},
	{"change a setting", "SET enable_external_access = true"},
	{"change a setting", "PRAGMA memory_limit = '100GB'"},
	{"call a procedure", "CALL enable_logging()"},
	{"explain", "EXPLAIN ANALYZE SELECT 1"},
	{"prepare", "PREPARE p AS SELECT 1"},
	{"use a parameter", "SELECT $1"},
	{"use a parameter", "SELECT * FROM changes WHERE change_id = ?"},
	{"read the environment", "SELECT getenv('HOME')"},
	{"read a setting", "SELECT current_setting('memory_limit')"},
	{"read a variable", "SELECT getvariable('tickmark_ends')"},
	{"run text as SQL", "SELECT * FROM query('SELECT 1')"},
	{"run text as SQL", "SELECT * FROM query_table('changes')"},
	{"run text as SQL", "SELECT * FROM json_execute_serialized_sql('{}')"},
	{"use the clock", "SELECT now()"},
	{"use the clock", "SELECT current_date"},
	{"use the clock", "SELECT current_timestamp"},
	{"use the clock", "SELECT today()"},
	{"use the clock", "SELECT get_current_timestamp()"},
	{"use the clock", "SELECT age(TIMESTAMP '2026-01-01')"},
	{"use the clock", "SELECT ago(INTERVAL 1 DAY)"},
	{"use chance", "SELECT random()"},
	{"use chance", "SELECT * FROM changes ORDER BY random()"},
	{"use chance", "SELECT gen_random_uuid()"},
	{"use chance", "SELECT uuid()"},
	{"use chance", "SELECT * FROM changes USING SAMPLE 10"},
	{"use chance", "SELECT * FROM changes TABLESAMPLE 10%"},
	{"depend on the order of rows", "SELECT string_agg(change_id, ',') FROM changes"},
	{"depend on the order of rows", "SELECT row_number() OVER () FROM changes"},
	{"depend on the order of rows", "SELECT * FROM changes POSITIONAL JOIN incidents"},
	{"wait", "SELECT sleep_ms(100000)"},
	{"use a sequence", "SELECT nextval('s')"},
	{"use a function of another schema", "SELECT pg_catalog.pg_typeof(1)"},
	{"pivot", "PIVOT changes ON emergency USING count(*)"},
	{"send a NUL byte", "SELECT 'a\x00b'"},
	{"send bytes that are not text", "SELECT '\xff'"},
	{"send nothing", " "},
	{"send a comment", "-- nothing"},
	{"leave a comment open", "SELECT 1 /* and so on"},
	{"leave a string open", "SELECT 'and so on"},
	{"nest without end", "SELECT " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000)},
	{"send too much", "SELECT '" + strings.Repeat("x", 1<<20) + "'"},
}

func (s *suite) refused(t *testing.T) {
	conn, dir := s.session(t, engine.Limits{})
	ctx := context.Background()
	outside := filepath.Join(t.TempDir(), "outside.parquet")
	secret := s.table(t, "secret", changeColumns, changeRows(2))
	if err := os.Rename(secret.Path, outside); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(outside)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range attempts {
		sql := strings.ReplaceAll(a.sql, "OUTSIDE", outside)
		calls := map[string]func() error{
			"query":       func() error { _, err := conn.Query(ctx, sql, 0); return err },
			"view":        func() error { return conn.View(ctx, "attempt", sql) },
			"materialize": func() error { _, _, err := conn.Materialize(ctx, "attempt.parquet", sql); return err },
		}
		for call, run := range calls {
			err := run()
			var bad *engine.SQLError
			if !errors.As(err, &bad) && !errors.Is(err, engine.ErrRefused) {
				t.Errorf("%s to %s (%.80s): %v", call, a.what, a.sql, err)
				continue
			}
			plain(t, a.what, err)
		}
	}
	expect(t, conn, "SELECT count(*) FROM changes", "1000")
	expect(t, conn, "SELECT count(*) FROM calendar WHERE business_day", "585")
	if after, err := os.ReadFile(outside); err != nil || string(after) != string(before) {
		t.Errorf("the file outside was changed: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "attempt*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// greedy is SQL that is allowed and never comes to an end, or to an end of
// memory.
var greedy = []struct{ what, sql string }{
	{"join without a condition", "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE (a.range + b.range) % 7 = 3"},
	{"recurse without an end", "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT (n + 1) % 1000 FROM r) SELECT max(n) FROM r"},
	{"count for years", "SELECT CAST(sum(range % 7) AS BIGINT) FROM range(9000000000000000)"},
	{"compare two long texts in one call", "SELECT levenshtein(repeat('ab', 400000), repeat('ba', 400000))"},
	{"repeat a text in one call", "SELECT length(repeat(repeat('x', 1000000), 4000) || repeat(repeat('y', 1000000), 4000))"},
	{"repeat a text for every row", "SELECT max(length(a)), count(DISTINCT a) FROM (SELECT repeat(change_id, 4000000) AS a FROM changes)"},
	{"make a long list", "SELECT length(list_transform(range(3000000000), lambda x: x * 2))"},
	{"make a list of everything", "SELECT len(list(repeat('x', 100000) || range ORDER BY range)) FROM range(100000000)"},
	{"sort more than there is", "SELECT max(x) FROM (SELECT x, row_number() OVER (ORDER BY x, y) AS n FROM (SELECT repeat('z', 2000) || (range * 7919) % 100003 AS x, range AS y FROM range(100000000)))"},
	{"write without an end", "SELECT md5(CAST(range AS VARCHAR)) AS x FROM range(90000000000)"},
}

// stopped runs what never ends, and after each the session goes on.
func (s *suite) stopped(t *testing.T) {
	conn, dir := s.session(t, engine.Limits{Deadline: 2 * time.Second, MemoryBytes: 256 << 20, SpillBytes: 64 << 20})
	ctx := context.Background()
	if err := conn.View(ctx, "scope", "SELECT * FROM changes WHERE emergency"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := conn.Materialize(ctx, "kept.parquet", "SELECT * FROM scope ORDER BY change_id"); err != nil {
		t.Fatal(err)
	}
	if err := conn.Mount(ctx, "kept", "kept.parquet"); err != nil {
		t.Fatal(err)
	}
	if err := conn.View(ctx, "items", "SELECT * FROM kept JOIN scope USING (change_id)"); err != nil {
		t.Fatal(err)
	}
	for _, g := range greedy {
		_, _, err := conn.Materialize(ctx, "greedy.parquet", g.sql)
		if !isAny(err, []error{engine.ErrTimeout, engine.ErrMemory}) {
			var bad *engine.SQLError // an engine may also see it coming
			if !errors.As(err, &bad) {
				t.Errorf("%s: %v", g.what, err)
				continue
			}
		}
		t.Logf("%s: %v", g.what, err)
		plain(t, g.what, err)
		expect(t, conn, "SELECT count(*) FROM items", "143")
		if left, _ := filepath.Glob(filepath.Join(dir, "greedy*")); len(left) > 0 {
			t.Errorf("%s left %v", g.what, left)
		}
	}
}

func (s *suite) cancelled(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	_, err := conn.Query(ctx, greedy[0].sql, 0)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	short, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := conn.Query(short, greedy[0].sql, 0); !isAny(err, []error{context.DeadlineExceeded, engine.ErrTimeout}) {
		t.Errorf("got %v", err)
	}
	expect(t, conn, "SELECT count(*) FROM changes", "1000")
}

func (s *suite) fragments(t *testing.T) {
	var list []program.Fragment
	var wants []string
	for _, f := range fragmentCases {
		list, wants = append(list, f.Fragment), append(wants, f.near)
	}
	errs, err := s.engine.ParseSQL(context.Background(), list)
	if err != nil || len(errs) != len(list) {
		t.Fatalf("%d results for %d fragments, %v", len(errs), len(list), err)
	}
	for i, err := range errs {
		sql := list[i].SQL
		var bad *program.SQLError
		switch {
		case wants[i] == "" && err != nil:
			t.Errorf("%.60q: %v", sql, err)
		case wants[i] != "" && !errors.As(err, &bad):
			t.Errorf("%.60q was accepted: %v", sql, err)
		case wants[i] != "" && wants[i] != "?" && (bad.Offset < 0 || !strings.HasPrefix(sql[bad.Offset:], wants[i])):
			t.Errorf("%.60q: offset %d, want that of %q (%v)", sql, bad.Offset, wants[i], err)
		}
	}
}
