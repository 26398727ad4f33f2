package sql_test

import (
	"database/sql"
	"testing"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/collect/collecttest"
	"github.com/tickmark-audit/tickmark/collect/sql/sqltest"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestConformancePostgres(t *testing.T) {
	dsn, db := sqltest.Postgres(t)
	conformance(t, "postgres", dsn, db)
}

func TestConformanceMariaDB(t *testing.T) {
	dsn, db := sqltest.MariaDB(t)
	conformance(t, "mysql", dsn, db)
}

func conformance(t *testing.T, driver, dsn string, db *sql.DB) {
	for _, statement := range []string{"CREATE TABLE people (id numeric(20), name text)", "INSERT INTO people VALUES (12345678901234567890, 'Ada, \"A\"'), (2, NULL), (3, '')"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	declare := func(query string) program.Population {
		var pop program.Population
		pop.Name = "people"
		pop.Columns = []soc.Column{{Name: "person", From: "id"}, {Name: "name"}}
		pop.Source.SQL = &program.SQLSource{Driver: driver, DSNEnv: "PEOPLE_DATABASE", Query: query}
		return pop
	}
	unset := declare("SELECT id, name FROM people")
	unset.Source.SQL.DSNEnv = "NOT_SET"
	collecttest.Run(t, collecttest.Case{
		Population: declare("SELECT id, name FROM people ORDER BY id DESC"),
		Environment: collect.Environment{Getenv: func(name string) (string, bool) {
			return dsn, name == "PEOPLE_DATABASE"
		}},
		Want:           [][]string{{"12345678901234567890", "Ada, \"A\""}, {"3", ""}, {"2", collecttest.Null}},
		Counted:        true,
		SelfDelimiting: true,
		Failing: map[string]program.Population{
			"a write":      declare("DELETE FROM people"),
			"no table":     declare("SELECT id, name FROM nothing"),
			"no variable":  unset,
			"no statement": declare("SELEC"),
		},
	})
}
