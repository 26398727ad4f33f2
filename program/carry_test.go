package program

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

func nextPeriod() soc.Period { return soc.Period{From: day2026(7, 1), To: day2026(12, 31)} }

func TestRedate(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		asOf                soc.Date
	}{
		{
			name:   "in one line, with a comment",
			before: "report: soc2\nperiod: {from: 2026-01-01, to: 2026-06-30} # the first half\n",
			after:  "report: soc2\nperiod: {from: 2026-07-01, to: 2026-12-31} # the first half\n",
		},
		{
			name:   "in quotes, on lines of their own, with the lines of Windows",
			before: "period:\r\n  to: '2026-06-30'\r\n  from: \"2026-01-01\"\r\n",
			after:  "period:\r\n  to: '2026-12-31'\r\n  from: \"2026-07-01\"\r\n",
		},
		{
			name:   "other days stay",
			before: "holidays: [{date: 2026-01-01, name: New Year’s Day}]\nperiod: {from: 2026-01-01, to: 2026-01-01}\n",
			after:  "holidays: [{date: 2026-01-01, name: New Year’s Day}]\nperiod: {from: 2026-07-01, to: 2026-12-31}\n",
		},
		{name: "type 1", before: "as_of: 2026-06-30\ntype: 1\n", after: "as_of: 2027-06-30\ntype: 1\n", asOf: soc.Date{Year: 2027, Month: 6, Day: 30}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Redate([]byte(c.before), nextPeriod(), c.asOf)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.after, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRedateErrors(t *testing.T) {
	for before, want := range map[string]string{
		"report: soc2\n": "does not say its days",
		"period: {from: \"${from}\", to: 2026-06-30}\n": "by a parameter",
		"period: [2026-01-01]\n":                        "does not say its days",
		"period: {from\n":                               "not YAML",
	} {
		if _, err := Redate([]byte(before), nextPeriod(), soc.Date{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", before, err, want)
		}
	}
}

func TestDropControlTotals(t *testing.T) {
	for _, c := range []struct{ name, before, after string }{
		{
			"among other keys",
			"populations:\n  - name: changes\n    control_totals:\n      - {rows: 5, source: a screen}\n\n    sequence: id\n  - name: b\n    control_totals: [{rows: 2, source: x}]\n    # kept\n",
			"populations:\n  - name: changes\n\n    sequence: id\n  - name: b\n    # kept\n",
		},
		{"items below the key's first letter", "name: a\ncontrol_totals:\n- rows: 5\n  source: x\nkey: [b]\n", "name: a\nkey: [b]\n"},
		{"none", "name: a\nkey: [b]\n", "name: a\nkey: [b]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := DropControlTotals("management/populations/p.yaml", []byte(c.before))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.after, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
	_, err := DropControlTotals("p.yaml", []byte("{name: a, control_totals: [{rows: 5, source: x}]}\n"))
	if err == nil || !strings.Contains(err.Error(), "p.yaml:1") {
		t.Errorf("in one line with other keys: %v", err)
	}
}
