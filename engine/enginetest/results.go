package enginetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/tickmark-audit/tickmark/engine"
)

func (s *suite) values(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	for sql, want := range map[string]string{
		"SELECT 'O''Brien ' || chr(233)": "O'Brien é",
		"SELECT ''":                      "",
		"SELECT CAST('-9223372036854775808' AS BIGINT)":                    "-9223372036854775808",
		"SELECT CAST('12345678901234567890123456789012345678' AS HUGEINT)": "12345678901234567890123456789012345678",
		"SELECT -0.05::DECIMAL(5,2)":                                       "-0.05",
		"SELECT 1.50::DECIMAL(18,2)":                                       "1.50",
		"SELECT 7::DECIMAL(38,0)":                                          "7",
		"SELECT 1.1::DECIMAL(18,2) + 2.2::DECIMAL(18,2) = 3.3":             "true",
		"SELECT 0.1::DOUBLE":                                               "0.1",
		"SELECT 1e300":                                                     "1e+300",
		"SELECT 1 = 2":                                                     "false",
		"SELECT DATE '2026-02-28' + 1":                                     "2026-03-01",
		"SELECT TIMESTAMP '2026-04-01 10:00:00'":                           "2026-04-01T10:00:00",
		"SELECT TIMESTAMP '2026-04-01 10:00:00.5'":                         "2026-04-01T10:00:00.500000",
		"SELECT TIMESTAMPTZ '2026-04-01 10:00:00Z'":                        "2026-04-01T06:00:00-04:00",
		"SELECT TIMESTAMPTZ '2026-01-01 00:00:00.000001Z'":                 "2025-12-31T19:00:00.000001-05:00",
		"SELECT TIME '10:00:00'":                                           "10:00:00",
		"SELECT INTERVAL '1 month 2 days 90 seconds'":                      "P1M2DT90S",
		"SELECT CAST('550e8400-e29b-41d4-a716-446655440000' AS UUID)":      "550e8400-e29b-41d4-a716-446655440000",
		"SELECT 7 / 2":                                                     "3.5",
		"SELECT 7 // 2":                                                    "3",
	} {
		expect(t, conn, sql, want)
	}
	expect(t, conn, "SELECT change_id, amount, emergency, opened, merged_at, lines FROM changes ORDER BY change_id LIMIT 2",
		"CHG-000000|0.00|true|2026-04-01|2026-03-31T23:00:00-04:00|0",
		"CHG-000001|1.01|false|2026-04-01|2026-04-01T00:00:00-04:00|1000000000000000")
	expect(t, conn, "SELECT count(*), count(reviewer_id), sum(amount), count(*) FILTER (emergency), max(lines) FROM changes",
		"1000|666|499995.00|143|999000000000000000")
}

func (s *suite) nulls(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	expect(t, conn, "SELECT NULL, NULL = NULL, NULL <> 'x', NULL IS NULL, false AND NULL, coalesce(NULL, 'x')", "NULL|NULL|NULL|true|false|x")
	expect(t, conn, "SELECT reviewer_id <> author_id AS ok, count(*) FROM changes GROUP BY 1 ORDER BY 1", "false|133", "true|533", "NULL|334")
	expect(t, conn, "SELECT x FROM (VALUES (2), (NULL), (1)) v(x) ORDER BY x", "1", "2", "NULL")
	expect(t, conn, "SELECT x FROM (VALUES (2), (NULL), (1)) v(x) ORDER BY x DESC", "2", "1", "NULL")
}

func (s *suite) timeZone(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	expect(t, conn, "SELECT CAST(TIMESTAMPTZ '2026-04-01 03:59:59Z' AS DATE), CAST(TIMESTAMPTZ '2026-04-01 04:00:00Z' AS DATE)", "2026-03-31|2026-04-01")
	expect(t, conn, "SELECT extract(hour FROM TIMESTAMPTZ '2026-04-01 12:00:00Z'), date_trunc('day', TIMESTAMPTZ '2026-04-01 02:00:00Z')", "8|2026-03-31T00:00:00-04:00")
	// The day on which the clocks go forward has 23 hours, the other one 25.
	expect(t, conn, "SELECT epoch(TIMESTAMPTZ '2026-03-09 00:00:00') - epoch(TIMESTAMPTZ '2026-03-08 00:00:00')", "82800")
	expect(t, conn, "SELECT epoch(TIMESTAMPTZ '2026-11-02 00:00:00') - epoch(TIMESTAMPTZ '2026-11-01 00:00:00')", "90000")
	expect(t, conn, "SELECT TIMESTAMPTZ '2026-07-01 00:00:00+00' AT TIME ZONE 'Asia/Tokyo'", "2026-07-01T09:00:00")
	expect(t, conn, "SELECT min(CAST(merged_at AS DATE)), max(CAST(merged_at AS DATE)) FROM changes", "2026-03-31|2026-05-12")
}

func (s *suite) tables(t *testing.T) {
	conn, dir := s.session(t, engine.Limits{})
	ctx := context.Background()
	expect(t, conn, "SELECT count(*) FROM incidents", "0")
	expect(t, conn, "SELECT sum(amount), max(merged_at) FROM incidents", "NULL|NULL")
	rows, err := conn.Query(ctx, "SELECT * FROM incidents", 0)
	if err != nil || len(rows.Columns) != len(changeColumns) || rows.Columns[0] != "change_id" {
		t.Errorf("an empty table has its columns and not %s: %+v, %v", engine.RecordColumn, rows, err)
	}
	want := []string{"VARCHAR", "VARCHAR", "VARCHAR", "DECIMAL(18,2)", "BOOLEAN", "DATE", "TIMESTAMP WITH TIME ZONE", "BIGINT"}
	if rows != nil && strings.Join(rows.Types, ",") != strings.Join(want, ",") {
		t.Errorf("types %v", rows.Types)
	}

	own := s.table(t, "own", changeColumns, changeRows(3))
	content, err := os.ReadFile(own.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "own.parquet"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := conn.Mount(ctx, "own", "own.parquet"); err != nil {
		t.Fatal(err)
	}
	expect(t, conn, "SELECT _record, change_id FROM own ORDER BY _record", "1|CHG-000000", "2|CHG-000001", "3|CHG-000002")
	for name, file := range map[string]string{"gone": "gone.parquet", "up": "../own.parquet", "changes": "own.parquet", "calendar": "own.parquet", "No Name": "own.parquet"} {
		if err := conn.Mount(ctx, name, file); err == nil {
			t.Errorf("mounted %s as %q", file, name)
		}
	}
}

func (s *suite) views(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{})
	ctx := context.Background()
	for _, sql := range []string{"SELECT 1 AS x", "SELECT * FROM changes WHERE emergency -- the emergencies"} {
		if err := conn.View(ctx, "scope", sql); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, conn, "SELECT count(*) FROM scope", "143")
	if err := conn.View(ctx, "items", "SELECT * FROM scope WHERE reviewer_id IS NULL"); err != nil {
		t.Fatal(err)
	}
	expect(t, conn, "SELECT count(*) FROM items", "48")
	for _, name := range []string{"changes", "period", "a b", "x; DROP VIEW scope", ""} {
		if err := conn.View(ctx, name, "SELECT 1 AS x"); err == nil {
			t.Errorf("made a view named %q", name)
		}
	}
	expect(t, conn, "SELECT count(*) FROM items", "48")

	// A view never rests on itself, neither at once nor through another.
	if err := conn.View(ctx, "scope", "SELECT * FROM scope LIMIT 1"); err == nil {
		t.Error("made a view that rests on itself")
	}
	expect(t, conn, "SELECT count(*) FROM scope", "143")
	if err := conn.View(ctx, "scope", "SELECT * FROM items"); err == nil {
		if _, err := conn.Query(ctx, "SELECT * FROM scope", 0); err == nil {
			t.Error("two views rest on each other")
		}
	}
	expect(t, conn, "SELECT count(*) FROM changes", "1000")
}

// broken: a session over what is no table does not open, and says which one.
func (s *suite) broken(t *testing.T) {
	good := s.table(t, "changes", changeColumns, changeRows(100))
	content, err := os.ReadFile(good.Path)
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(t.TempDir(), "half.parquet")
	if err := os.WriteFile(half, content[:len(content)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for what, tables := range map[string][]engine.Table{
		"half a file":      {{Name: "half", Path: half}},
		"no file":          {{Name: "gone", Path: filepath.Join(t.TempDir(), "gone.parquet")}},
		"a folder":         {{Name: "folder", Path: t.TempDir()}},
		"the same twice":   {good, good},
		"a reserved name":  {{Name: "calendar", Path: good.Path}},
		"a name with code": {{Name: "x AS SELECT 1; --", Path: good.Path}},
	} {
		conn, err := s.engine.Open(context.Background(), engine.Session{Tables: tables, Calendar: newYork, Dir: t.TempDir()})
		if err == nil {
			conn.Close()
			t.Errorf("opened a session over %s", what)
			continue
		}
		plain(t, what, err)
		if name := tables[len(tables)-1].Name; !strings.Contains(err.Error(), name) {
			t.Errorf("%s: the message does not name %s: %v", what, name, err)
		}
	}
	if conn, err := s.engine.Open(context.Background(), engine.Session{Calendar: newYork, Dir: half}); err == nil {
		conn.Close()
		t.Error("opened a session in a file")
	}
}

// paths: folders have the names that people give them.
func (s *suite) paths(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{"it's here", "a [draft] {v2}", "what?*", "Größe 100%", `back\slash`, "a.b; DROP VIEW x"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Skipf("no folder can be named %q here: %v", name, err)
		}
		own := s.table(t, "own", changeColumns, changeRows(3))
		path := filepath.Join(dir, "sealed "+name)
		if err := os.Rename(own.Path, path); err != nil {
			t.Fatal(err)
		}
		conn, err := s.engine.Open(ctx, engine.Session{Tables: []engine.Table{{Name: "own", Path: path}}, Calendar: newYork, Dir: dir})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, rows, err := conn.Materialize(ctx, "out.parquet", "SELECT * FROM own ORDER BY change_id"); err != nil || rows != 3 {
			t.Errorf("%s: %d rows, %v", name, rows, err)
		} else if err := conn.Mount(ctx, "out", "out.parquet"); err != nil {
			t.Errorf("%s: %v", name, err)
		} else {
			expect(t, conn, "SELECT count(*) FROM out", "3")
		}
		if err := conn.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// parallel: sessions do not know of each other.
func (s *suite) parallel(t *testing.T) {
	var group errgroup.Group
	for i := range 3 {
		conn, _ := s.session(t, engine.Limits{})
		group.Go(func() error {
			if err := conn.View(context.Background(), "scope", fmt.Sprintf("SELECT %d AS n", i)); err != nil {
				return err
			}
			rows, err := conn.Query(context.Background(), "SELECT n, (SELECT count(*) FROM changes) FROM scope", 0)
			if err == nil && text(rows)[0] != fmt.Sprintf("%d|1000", i) {
				err = fmt.Errorf("session %d sees %v", i, text(rows))
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func (s *suite) materialize(t *testing.T) {
	conn, dir := s.session(t, engine.Limits{})
	ctx := context.Background()
	path, rows, err := conn.Materialize(ctx, "result.parquet", "SELECT change_id, amount, merged_at FROM changes ORDER BY change_id;")
	if err != nil || rows != 1000 || filepath.Dir(path) != dir {
		t.Fatalf("%s, %d, %v", path, rows, err)
	}
	if err := conn.Mount(ctx, "result", "result.parquet"); err != nil {
		t.Fatal(err)
	}
	expect(t, conn, "SELECT count(*), sum(amount), max(merged_at) FROM result", "1000|499995.00|2026-05-12T14:00:00-04:00")
	if _, rows, err := conn.Materialize(ctx, "none.parquet", "SELECT * FROM incidents ORDER BY change_id"); err != nil || rows != 0 {
		t.Errorf("%d, %v", rows, err)
	}
	for file, sql := range map[string]string{
		"../out.parquet": "SELECT 1 AS x",
		"/tmp/x.parquet": "SELECT 1 AS x",
		"sum.parquet":    "SELECT sum(lines) AS total FROM changes", // too wide for a file to hold exactly
		"twice.parquet":  "SELECT change_id, author_id AS change_id FROM changes",
		"error.parquet":  "SELECT CAST(change_id AS INTEGER) AS n FROM changes",
	} {
		if _, _, err := conn.Materialize(ctx, file, sql); err == nil {
			t.Errorf("wrote %s", file)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(left) != 2 && len(left) != 3 { // the two files, and perhaps a folder for intermediate results
		t.Errorf("the folder holds %v", left)
	}
	for _, name := range left {
		if strings.Contains(name, "partial") || strings.Contains(name, "error") {
			t.Errorf("left %s", name)
		}
	}
}

// sameBytes holds results to one digest, run after run and whatever the
// number of threads.
func (s *suite) sameBytes(t *testing.T) {
	changes := s.table(t, "changes", changeColumns, changeRows(300_000))
	digests := map[[32]byte]int{}
	for _, threads := range []int{1, 1, 2, 4} {
		conn, err := s.engine.Open(context.Background(), engine.Session{Tables: []engine.Table{changes}, Calendar: newYork, Dir: t.TempDir(), Limits: engine.Limits{Threads: threads}})
		if err != nil {
			t.Fatal(err)
		}
		path, rows, err := conn.Materialize(context.Background(), "result.parquet",
			`SELECT c.*, business_days_after(merged_at, 2) AS due, count(*) OVER (PARTITION BY author_id) AS by_author
			 FROM changes c JOIN calendar k ON k.day = CAST(c.merged_at AS DATE) ORDER BY reviewer_id, change_id`)
		if err != nil || rows == 0 {
			t.Fatalf("%d rows, %v", rows, err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		digests[sha256.Sum256(content)]++
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(digests) != 1 {
		t.Errorf("the same SELECT gave %d different files", len(digests))
	}
}

func (s *suite) faults(t *testing.T) {
	conn, _ := s.session(t, engine.Limits{MaxRows: 10})
	ctx := context.Background()
	for sql, near := range map[string]string{
		"SELECT change_id FORM changes":                      "changes",
		"SELECT chang_id FROM changes":                       "chang_id",
		"SELECT * FROM chenges":                              "chenges",
		"SELECT 'é', frobnicate(1)":                          "frobnicate",
		"SELECT change_id FROM changes WHERE no_such = 1":    "no_such",
		"SELECT 'é' AS a,\n  change_id FROM changes WHERE )": ")",
	} {
		_, err := conn.Query(ctx, sql, 0)
		var bad *engine.SQLError
		if !errors.As(err, &bad) {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if bad.Offset < 0 || !strings.HasPrefix(sql[bad.Offset:], near) {
			t.Errorf("%s: offset %d, want that of %q (%v)", sql, bad.Offset, near, err)
		}
	}
	if _, err := conn.Query(ctx, "SELECT * FROM changes", 0); !errors.Is(err, engine.ErrTooManyRows) {
		t.Errorf("1,000 rows for a limit of 10: %v", err)
	}
	if rows, err := conn.Query(ctx, "SELECT * FROM changes LIMIT 10", 10); err != nil || len(rows.Values) != 10 {
		t.Errorf("10 rows for a limit of 10: %v", err)
	}
	if _, err := conn.Query(ctx, "SELECT CAST(change_id AS INTEGER) FROM changes", 0); err == nil || !strings.Contains(err.Error(), "CHG-000000") {
		t.Errorf("a cast that fails names the value: %v", err)
	}
}
