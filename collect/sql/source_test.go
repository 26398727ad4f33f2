package sql

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/tickmark-audit/tickmark/collect/sql/sqltest"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// server is a running database and how a query against it is declared.
type server struct {
	driver, dsn string
	db          *sql.DB
}

// source returns the source and population of a query; the columns are text.
func (s server) source(t testing.TB, query string, parameters []program.QueryParameter, columns ...string) (*Source, program.Population) {
	t.Helper()
	var pop program.Population
	pop.Name = "items"
	for _, c := range columns {
		pop.Columns = append(pop.Columns, soc.Column{Name: c, Type: soc.Text})
	}
	pop.Source.SQL = &program.SQLSource{Driver: s.driver, DSNEnv: "TEST_DATABASE", Query: query, Parameters: parameters}
	getenv := func(name string) (string, bool) { return s.dsn, name == "TEST_DATABASE" }
	source, err := New(pop.Source.SQL, getenv, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return source, pop
}

// rows collects and decodes a query. A null is written as <null>.
func (s server) rows(t testing.TB, query string, parameters []program.QueryParameter, columns ...string) ([][]string, soc.Extraction) {
	t.Helper()
	source, pop := s.source(t, query, parameters, columns...)
	var raw, again bytes.Buffer
	x, err := source.Collect(context.Background(), &raw)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if _, err := source.Collect(context.Background(), &again); err != nil || !bytes.Equal(raw.Bytes(), again.Bytes()) {
		t.Errorf("collected again, the raw bytes differ (%v)", err)
	}
	r, err := Decode(pop, bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		row := append([]string(nil), rec.Values...)
		for i, null := range rec.Null {
			if null {
				row[i] = "<null>"
			}
		}
		out = append(out, row)
	}
	n, err := Count(bytes.NewReader(raw.Bytes()), int64(raw.Len()))
	if err != nil || n != int64(len(out)) || x.SourceCount == nil || *x.SourceCount != n {
		t.Errorf("counted %d (%v), decoded %d, the source says %v", n, err, len(out), x.SourceCount)
	}
	return out, x
}

func (s server) fails(t testing.TB, query, want string) {
	t.Helper()
	source, _ := s.source(t, query, nil)
	var raw bytes.Buffer
	x, err := source.Collect(context.Background(), &raw)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s\nerror %v\nwant  %s", query, err, want)
	}
	if err != nil && strings.Contains(err.Error(), sqltest.Password) {
		t.Errorf("the error prints the password: %v", err)
	}
	if x.Kind != "" || x.SourceCount != nil {
		t.Errorf("a failed collection says %+v", x)
	}
}

func (s server) exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, st := range statements {
		if _, err := s.db.Exec(st); err != nil {
			t.Fatalf("%s: %v", st, err)
		}
	}
}

// same holds for every server.
func (s server) same(t *testing.T) {
	s.exec(t, "CREATE TABLE people (id integer PRIMARY KEY, name varchar(50), hired date)",
		"INSERT INTO people VALUES (1, 'Ada \"A\" é', '2026-04-01'), (2, NULL, NULL), (3, '', '2026-05-01')")
	got, x := s.rows(t, "SELECT id, name, hired FROM people ORDER BY id; ", nil, "id", "name", "hired")
	if want := `[["1" "Ada \"A\" é" "2026-04-01"] ["2" "<null>" "<null>"] ["3" "" "2026-05-01"]]`; fmt.Sprintf("%q", got) != want {
		t.Errorf("got  %q\nwant %s", got, want)
	}
	if x.Kind != "sql" || x.Provenance != "direct" || x.TimeZone == "" || x.Tool == "" || strings.Contains(fmt.Sprintf("%+v", x), sqltest.Password) {
		t.Errorf("the extraction says %+v", x)
	}
	if got, _ := s.rows(t, "SELECT id FROM people WHERE id > 99 -- none", nil, "id"); len(got) != 0 {
		t.Errorf("none: %q", got)
	}
	for _, write := range []string{
		"INSERT INTO people VALUES (4, 'x', NULL)", "DELETE FROM people", "UPDATE people SET name = 'x'", "DROP TABLE people",
		"CREATE TABLE more (id integer)", "SELECT 1) AS population; DELETE FROM people; SELECT count(*) FROM (SELECT 1",
		"SELECT id FROM people; DELETE FROM people", "COMMIT", "SET TRANSACTION READ WRITE", ") AS x",
	} {
		s.fails(t, write, "the server refuses the query")
	}
	var n int
	if err := s.db.QueryRow("SELECT count(*) FROM people").Scan(&n); err != nil || n != 3 {
		t.Errorf("%d people are left, %v", n, err)
	}
	s.fails(t, "SELECT nothing FROM people", "nothing")

	unset, _ := s.source(t, "SELECT 1", nil)
	unset.getenv = func(string) (string, bool) { return "", false }
	if _, err := unset.Collect(context.Background(), io.Discard); err == nil || !strings.Contains(err.Error(), "the environment variable TEST_DATABASE is not set") {
		t.Errorf("variable not set: %v", err)
	}
	for _, dsn := range []string{"://" + sqltest.Password, "postgres://u:" + sqltest.Password + "@h:port/%zz", "reader:" + sqltest.Password + "@"} {
		bad := s
		bad.dsn = dsn
		bad.fails(t, "SELECT 1", "")
	}
	source, _ := s.source(t, "SELECT id FROM people", nil)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := source.Collect(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestPostgres(t *testing.T) {
	s := server{driver: "postgres"}
	s.dsn, s.db = sqltest.Postgres(t)
	s.same(t)
	t.Run("types", func(t *testing.T) {
		for expression, want := range map[string]string{
			"12345678901234567890.1200::numeric": "12345678901234567890.1200",
			"9223372036854775807::bigint":        "9223372036854775807",
			"0.1::float8":                        "0.1",
			"true":                               "true",
			"timestamptz '2026-04-01 09:30:00.120001-04'":  "2026-04-01T13:30:00.120001Z",
			"timestamptz 'infinity'":                       "infinity",
			"timestamp '2026-04-01 09:30:00'":              "2026-04-01 09:30:00",
			"date '2026-04-01'":                            "2026-04-01",
			"interval '1 day 2 hours'":                     "P1DT2H",
			`'\x00ff'::bytea`:                              `\x00ff`,
			"'01890a5d-ac96-774b-bcce-b302099a8057'::uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
			`'{"a": [1]}'::jsonb`:                          `{"a": [1]}`,
			"'<&>'::text":                                  "<&>",
			"null::text":                                   "<null>",
			"array[1,2]":                                   "{1,2}",
		} {
			got, x := s.rows(t, "SELECT "+expression+" AS v", nil, "v")
			if len(got) != 1 || got[0][0] != want {
				t.Errorf("%s is %q, want %q", expression, got, want)
			}
			if x.TimeZone != "America/New_York" || !strings.HasPrefix(x.Tool, "PostgreSQL ") {
				t.Fatalf("zone %q, tool %q", x.TimeZone, x.Tool)
			}
		}
	})
	got, _ := s.rows(t, "SELECT name FROM people WHERE id > $1 AND hired >= $2", []program.QueryParameter{{Name: "id", Value: "2"}, {Name: "from", Value: "2026-04-01"}}, "name")
	if fmt.Sprintf("%q", got) != `[[""]]` {
		t.Errorf("parameters: %q", got)
	}
	s.fails(t, "SELECT nextval('x') FROM (VALUES (1)) v", "the server refuses")
	s.exec(t, "CREATE SEQUENCE seq")
	s.fails(t, "SELECT nextval('seq')", "read-only transaction")
	s.fails(t, "SELECT set_config('transaction_read_only', 'off', true)", "the server refuses")
	s.fails(t, "WITH d AS (DELETE FROM people RETURNING id) SELECT * FROM d", "the server refuses")
}

func TestMariaDB(t *testing.T) {
	s := server{driver: "mysql"}
	s.dsn, s.db = sqltest.MariaDB(t)
	s.same(t)
	t.Run("types", func(t *testing.T) {
		s.exec(t, `CREATE TABLE v (n decimal(30,4), i bigint unsigned, f double, at timestamp(6) NULL, local datetime, d date, b varbinary(9), t text, bit bit(8), j json)`,
			`INSERT INTO v VALUES ('12345678901234567890.12', 18446744073709551615, 0.1, '2026-04-01 09:30:00.120001', '2026-04-01 09:30:00', '2026-04-01', x'00ff', 'é<&>', b'1', '{"a": 1}')`)
		got, x := s.rows(t, "SELECT n, i, f, at, local, d, b, t, bit, j FROM v", nil, "n", "i", "f", "at", "local", "d", "b", "t", "bit", "j")
		want := `[["12345678901234567890.1200" "18446744073709551615" "0.1" "2026-04-01T07:30:00.120001Z" "2026-04-01 09:30:00" "2026-04-01" "\\x00ff" "é<&>" "\\x01" "{\"a\": 1}"]]`
		if fmt.Sprintf("%q", got) != want {
			t.Errorf("got  %q\nwant %s", got, want)
		}
		if x.TimeZone != "+02:00" || !strings.Contains(x.Tool, "MariaDB") {
			t.Errorf("zone %q, tool %q", x.TimeZone, x.Tool)
		}
	})
	got, _ := s.rows(t, "SELECT id FROM people WHERE id > ? AND (name = ? OR 1 = 1)", []program.QueryParameter{{Name: "id", Value: "2"}, {Name: "name", Value: `x'\" OR 1=1 -- `}}, "id")
	if fmt.Sprintf("%q", got) != `[["3"]]` {
		t.Errorf("parameters: %q", got)
	}
	s.fails(t, "SELECT id FROM people INTO OUTFILE '/tmp/tickmark-must-not-be'", "the server refuses the query")
	url := s
	url.dsn = "mysql://reader:" + sqltest.Password + "@localhost/test?socket=" + strings.TrimSuffix(s.dsn[strings.Index(s.dsn, "(")+1:], ")/test")
	if got, x := url.rows(t, "SELECT 1 AS one", nil, "one"); fmt.Sprint(got) != "[[1]]" || strings.Contains(x.Locator, "reader") {
		t.Errorf("%q, %+v", got, x)
	}
}

func TestNew(t *testing.T) {
	for want, spec := range map[string]program.SQLSource{
		`driver "oracle" is not known`: {Driver: "oracle", Query: "SELECT 1", DSNEnv: "X"},
		"has no query":                 {Driver: "mysql", Query: " ; ", DSNEnv: "X"},
		"has no dsn_env":               {Driver: "mysql", Query: "SELECT 1"},
	} {
		if _, err := New(&spec, nil, time.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
