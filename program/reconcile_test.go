package program

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestReconciliations(t *testing.T) {
	p, err := loadMap(t, map[string]string{"management/populations/people.yaml": `
populations:
  - name: accounts
    title: Accounts
    definition: One row for each account.
    rows: snapshot
    key: [account]
    source:
      file: {path: accounts.csv, format: csv}
    columns: {account: text, owner: text}
    reconcile:
      - name: owners
        statement: Each account belongs to a person.
        rule: left_in_right
        with: people
        on: {owner: person}
        where: owner <> 'system'
        with_where: left_on IS NULL
  - name: people
    title: People
    definition: One row for each person.
    rows: register
    key: [person]
    source:
      file: {path: people.csv, format: csv}
    columns: {person: text, left_on: date, wage: "decimal(8,2)"}
    reconcile:
      - name: headcount
        statement: Those at the beginning, and who joined, less who left, are those at the end.
        rule: totals
        left:
          - {population: people}
          - {population: people, where: left_on IS NOT NULL, minus: true}
        right: [{population: accounts}, {population: people, sum: wage}]
`}, Options{SQL: refuseMark{}})
	if err != nil {
		t.Fatal(err)
	}
	want := []soc.Reconciliation{{Name: "owners", Statement: "Each account belongs to a person.", Rule: soc.LeftInRight, With: "people",
		On: []soc.ColumnPair{{Here: "owner", There: "person"}}, Where: "owner <> 'system'", WithWhere: "left_on IS NULL"}}
	if diff := cmp.Diff(want, p.Population("accounts").Reconcile); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	want = []soc.Reconciliation{{Name: "headcount", Statement: "Those at the beginning, and who joined, less who left, are those at the end.", Rule: soc.Totals,
		Left:  []soc.Term{{Population: "people"}, {Population: "people", Where: "left_on IS NOT NULL", Minus: true}},
		Right: []soc.Term{{Population: "accounts"}, {Population: "people", Sum: "wage"}}}}
	got := p.Population("people").Reconcile
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if diff := cmp.Diff([]string{"accounts", "people"}, got[0].Populations("people")); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
