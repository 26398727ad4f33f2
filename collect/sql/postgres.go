package sql

import (
	"context"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/tickmark-audit/tickmark/soc"
)

// postgresSettings fix how values are written, whatever the server's
// configuration: the raw bytes must not depend on it.
const postgresSettings = `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'iso_8601';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL client_encoding = 'UTF8'`

// runPostgres runs the job over the wire protocol itself, which gives each
// value as the text that the server wrote.
func runPostgres(ctx context.Context, dsn string, j job, out *rawWriter, x *soc.Extraction) (secrets []string, err error) {
	config, err := pgconn.ParseConfig(dsn)
	if err != nil {
		return nil, errDSN("postgres://user:password@host:5432/database")
	}
	secrets = []string{config.Password}
	config.RuntimeParams["application_name"] = "tickmark"
	x.Locator = "postgres://" + postgresHost(config) + "/" + config.Database
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return secrets, fmt.Errorf("the server %s cannot be reached: %w", x.Locator, err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	p := postgres{conn}
	if x.Tool, err = p.one(ctx, "SELECT version()"); err != nil {
		return secrets, err
	}
	if x.TimeZone, err = p.one(ctx, "SHOW TimeZone"); err != nil {
		return secrets, err
	}
	user, err := p.one(ctx, "SELECT current_user")
	if err != nil {
		return secrets, err
	}
	x.Notes = append(x.Notes, "connected as "+user)
	if err := conn.Exec(ctx, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; "+postgresSettings).Close(); err != nil {
		return secrets, serverSays(err)
	}
	counted, err := p.one(ctx, j.count, j.parameters...)
	if err != nil {
		return secrets, err
	}
	count, err := strconv.ParseInt(counted, 10, 64)
	if err != nil {
		return secrets, fmt.Errorf("the server counted %q rows: %w", counted, err)
	}
	x.SourceCount = &count
	if err := p.rows(ctx, j, out); err != nil {
		return secrets, err
	}
	return secrets, conn.Exec(ctx, "ROLLBACK").Close()
}

func postgresHost(c *pgconn.Config) string {
	if strings.HasPrefix(c.Host, "/") {
		return "[" + c.Host + "]"
	}
	return net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
}

type postgres struct{ *pgconn.PgConn }

func (p postgres) exec(ctx context.Context, query string, parameters []string) *pgconn.ResultReader {
	values := make([][]byte, len(parameters))
	for i, v := range parameters {
		values[i] = []byte(v)
	}
	return p.ExecParams(ctx, query, values, nil, nil, nil) // nil formats: text
}

// one returns the single value of a query.
func (p postgres) one(ctx context.Context, query string, parameters ...string) (string, error) {
	result := p.exec(ctx, query, parameters).Read()
	if result.Err != nil {
		return "", serverSays(result.Err)
	}
	if len(result.Rows) != 1 || len(result.Rows[0]) != 1 {
		return "", fmt.Errorf("the server answered %q with %d rows instead of one", query, len(result.Rows))
	}
	return string(result.Rows[0][0]), nil
}

func (p postgres) rows(ctx context.Context, j job, out *rawWriter) error {
	result := p.exec(ctx, j.query, j.parameters)
	defer result.Close()
	types := pgtype.NewMap()
	var fields []field
	var texts []string
	var values []*string
	wrote := false
	start := func() error {
		wrote = true
		fields = fields[:0]
		for _, d := range result.FieldDescriptions() {
			name := strconv.FormatUint(uint64(d.DataTypeOID), 10)
			if t, ok := types.TypeForOID(d.DataTypeOID); ok {
				name = t.Name
			}
			fields = append(fields, field{d.Name, name})
		}
		texts, values = make([]string, len(fields)), make([]*string, len(fields))
		return out.header("postgres", fields)
	}
	for result.NextRow() {
		if !wrote {
			if err := start(); err != nil {
				return err
			}
		}
		for i, v := range result.Values() {
			values[i] = nil
			if v != nil {
				texts[i] = postgresText(fields[i].Type, string(v))
				values[i] = &texts[i]
			}
		}
		if err := out.row(values); err != nil {
			return err
		}
	}
	if _, err := result.Close(); err != nil {
		return serverSays(err)
	}
	if !wrote {
		return start()
	}
	return nil
}

var postgresInstant = regexp.MustCompile(`^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00$`)

// postgresText returns the server's text, but an instant by RFC 3339 in UTC
// and booleans in words. What has no such form (infinity, years before 1) is
// left as the server wrote it.
func postgresText(typ, text string) string {
	switch typ {
	case "timestamptz":
		return postgresInstant.ReplaceAllString(text, "${1}T${2}Z")
	case "bool":
		switch text {
		case "t":
			return "true"
		case "f":
			return "false"
		}
	}
	return text
}

// serverSays puts a server's error in words, with its code.
func serverSays(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return err
	}
	text := fmt.Sprintf("the server refuses the query: %s (SQLSTATE %s)", e.Message, e.Code)
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	if e.Code == "42601" { // syntax error
		text += "; the query must be one SELECT"
	}
	return errors.New(text)
}
