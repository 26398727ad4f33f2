// Package sql collects the rows of one query against PostgreSQL or MySQL and
// MariaDB, in a transaction that is read only and sees one state of the
// database, with the server's own count of the same rows.
package sql

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// Source is one query.
type Source struct {
	spec   *program.SQLSource
	query  string // without a semicolon at its end
	run    func(ctx context.Context, dsn string, job job, out *rawWriter, x *soc.Extraction) (secrets []string, err error)
	getenv func(string) (string, bool)
	now    func() time.Time
}

// job is what a driver runs.
type job struct {
	query      string
	count      string // the query that counts the rows of query
	parameters []string
}

// New returns the source that a program declares. getenv looks up the
// environment variable that holds the connection string, when Collect is
// called. The error names a key that is wrong.
func New(spec *program.SQLSource, getenv func(string) (string, bool), now func() time.Time) (*Source, error) {
	s := &Source{spec: spec, getenv: getenv, now: now}
	switch spec.Driver {
	case "postgres":
		s.run = runPostgres
	case "mysql":
		s.run = runMySQL
	default:
		return nil, fmt.Errorf("driver %q is not known; write postgres or mysql (also for MariaDB)", spec.Driver)
	}
	s.query = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(spec.Query), ";"))
	if s.query == "" {
		return nil, errors.New("the sql source has no query; write a SELECT")
	}
	if spec.DSNEnv == "" {
		return nil, errors.New("the sql source has no dsn_env; name the environment variable that holds the connection string")
	}
	return s, nil
}

// countQuery wraps a query so that the server counts its rows. It is run
// first: a statement that is no SELECT cannot stand in its place, so nothing
// else is ever run. The line end closes a comment at the end of the query.
func countQuery(query string) string {
	return "SELECT count(*) FROM (\n" + query + "\n) AS population"
}

// Collect runs the query and writes its rows to raw. It returns an error when
// the environment variable is not set, the server cannot be reached, the
// query is no SELECT or fails, the number of rows is not what the server
// counted, or ctx ends. No error holds the connection string or password.
// What was written to raw before an error must be thrown away.
func (s *Source) Collect(ctx context.Context, raw io.Writer) (soc.Extraction, error) {
	x := soc.Extraction{Kind: "sql", Provenance: "direct", Query: s.query, Started: s.now()}
	dsn, ok := s.getenv(s.spec.DSNEnv)
	if !ok || dsn == "" {
		return soc.Extraction{}, fmt.Errorf("the environment variable %s is not set; set it to the connection string of the database", s.spec.DSNEnv)
	}
	j := job{query: s.query, count: countQuery(s.query)}
	for _, p := range s.spec.Parameters {
		j.parameters = append(j.parameters, p.Value)
		if x.Parameters == nil {
			x.Parameters = map[string]string{}
		}
		x.Parameters[p.Name] = p.Value
	}
	out := newRawWriter(raw)
	secrets, err := s.run(ctx, dsn, j, out, &x)
	if err == nil && out.rows != *x.SourceCount {
		err = fmt.Errorf("the server counted %d rows and then gave %d; the query must give the same rows each time it is run", *x.SourceCount, out.rows)
	}
	if err == nil {
		err = out.close()
	}
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return soc.Extraction{}, redact(err, append(secrets, dsn))
	}
	x.SourceCountBy = "SELECT count(*) over the query, in the same read-only transaction"
	x.Finished = s.now()
	return x, nil
}

// errDSN says that a connection string cannot be read. The reason of the
// driver is left out, because it quotes from it.
func errDSN(example string) error {
	return fmt.Errorf("the environment variable of dsn_env does not hold a connection string that can be read; write it as %s", example)
}

// redacted is an error whose text has no secret in it.
type redacted struct {
	text  string
	cause error
}

func (e *redacted) Error() string { return e.text }

// Is keeps errors.Is working for a cancelled context without giving access to
// the text of the cause.
func (e *redacted) Is(target error) bool { return errors.Is(e.cause, target) }

func redact(err error, secrets []string) error {
	text := err.Error()
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "[redacted]")
		}
	}
	return &redacted{text, err}
}
