package sql

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-sql-driver/mysql"

	"github.com/tickmark-audit/tickmark/soc"
)

// runMySQL runs the job with the text protocol, in which the server writes
// every value as text.
func runMySQL(ctx context.Context, dsn string, j job, out *rawWriter, x *soc.Extraction) (secrets []string, err error) {
	config, err := mysqlConfig(dsn)
	if err != nil {
		return nil, errDSN("mysql://user:password@host:3306/database or user:password@tcp(host:3306)/database")
	}
	secrets = []string{config.Passwd}
	x.Locator = "mysql://" + config.Addr + "/" + config.DBName
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return secrets, errDSN("mysql://user:password@host:3306/database")
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return secrets, fmt.Errorf("the server %s cannot be reached: %w", x.Locator, err)
	}
	defer conn.Close()
	var user string
	about := conn.QueryRowContext(ctx, "SELECT concat(@@version_comment, ' ', version()), if(@@time_zone = 'SYSTEM', @@system_time_zone, @@time_zone), current_user()")
	if err := about.Scan(&x.Tool, &x.TimeZone, &user); err != nil {
		return secrets, mysqlSays(err)
	}
	x.Notes = append(x.Notes, "connected as "+user)
	// Instants are written in the zone of the session.
	if _, err := conn.ExecContext(ctx, "SET time_zone = '+00:00'"); err != nil {
		return secrets, mysqlSays(err)
	}
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return secrets, mysqlSays(err)
	}
	defer tx.Rollback()
	var parameters []any
	for _, p := range j.parameters {
		parameters = append(parameters, p)
	}
	var count int64
	if err := tx.QueryRowContext(ctx, j.count, parameters...).Scan(&count); err != nil {
		return secrets, mysqlSays(err)
	}
	x.SourceCount = &count
	return secrets, mysqlRows(ctx, tx, j.query, parameters, out)
}

// mysqlConfig reads a connection string, as a URL or in the driver's own
// form, and switches off what could change the text of values or do more than
// one query.
func mysqlConfig(dsn string) (*mysql.Config, error) {
	var config *mysql.Config
	if strings.HasPrefix(dsn, "mysql://") || strings.HasPrefix(dsn, "mariadb://") {
		u, err := url.Parse(dsn)
		if err != nil {
			return nil, err
		}
		config = mysql.NewConfig()
		config.User = u.User.Username()
		config.Passwd, _ = u.User.Password()
		config.DBName = strings.TrimPrefix(u.Path, "/")
		config.TLSConfig = u.Query().Get("tls")
		config.Net, config.Addr = "tcp", u.Host
		if u.Port() == "" {
			config.Addr += ":3306"
		}
		if socket := u.Query().Get("socket"); socket != "" {
			config.Net, config.Addr = "unix", socket
		}
	} else {
		var err error
		if config, err = mysql.ParseDSN(dsn); err != nil {
			return nil, err
		}
	}
	config.ParseTime = false
	config.InterpolateParams = true // parameters go into the text, escaped by the driver: the binary protocol has no text
	config.MultiStatements = false
	config.AllowAllFiles = false
	config.Params, config.ConnectionAttributes = nil, "program_name:tickmark"
	return config, nil
}

func mysqlRows(ctx context.Context, tx *sql.Tx, query string, parameters []any, out *rawWriter) error {
	rows, err := tx.QueryContext(ctx, query, parameters...)
	if err != nil {
		return mysqlSays(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	var fields []field
	for _, t := range types {
		fields = append(fields, field{t.Name(), strings.ToLower(t.DatabaseTypeName())})
	}
	if err := out.header("mysql", fields); err != nil {
		return err
	}
	got, into := make([]any, len(fields)), make([]any, len(fields))
	texts, values := make([]string, len(fields)), make([]*string, len(fields))
	for i := range got {
		into[i] = &got[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return mysqlSays(err)
		}
		for i, v := range got {
			values[i] = nil
			if v == nil {
				continue
			}
			if texts[i], err = mysqlText(fields[i].Type, v); err != nil {
				return fmt.Errorf("column %s: %w", fields[i].Name, err)
			}
			values[i] = &texts[i]
		}
		if err := out.row(values); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return mysqlSays(err)
	}
	return nil
}

var mysqlInstant = regexp.MustCompile(`^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)$`)

// mysqlText returns the server's text, but an instant (TIMESTAMP) by RFC 3339
// in UTC, and bytes as \x and hexadecimal digits. The driver reads integers
// and floating point numbers from the server's text: integers are written
// back digit for digit, floating point numbers as the shortest decimal that
// is the same number.
func mysqlText(typ string, v any) (string, error) {
	switch v := v.(type) {
	case []byte:
		switch typ {
		case "timestamp":
			if strings.HasPrefix(string(v), "0000") { // MySQL's "zero" is no time
				return string(v), nil
			}
			return mysqlInstant.ReplaceAllString(string(v), "${1}T${2}Z"), nil
		case "binary", "varbinary", "blob", "tinyblob", "mediumblob", "longblob", "bit", "geometry":
			return `\x` + hex.EncodeToString(v), nil
		}
		return string(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case uint64:
		return strconv.FormatUint(v, 10), nil
	case float32:
		return strconv.FormatFloat(float64(v), 'f', -1, 32), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return "", fmt.Errorf("the driver gave a value of the type %T", v)
}

// mysqlSays puts a server's error in words, with its code.
func mysqlSays(err error) error {
	var e *mysql.MySQLError
	if !errors.As(err, &e) {
		return err
	}
	text := fmt.Sprintf("the server refuses the query: %s (error %d)", e.Message, e.Number)
	if e.Number == 1064 { // syntax error
		text += "; the query must be one SELECT"
	}
	return errors.New(text)
}
