package population

import (
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// changes is a population whose certificate agrees in everything.
func changes() (soc.Population, soc.Certificate) {
	total := soc.ControlTotal{Value: "3120", Source: "code host, audit screen"}
	amount := soc.ControlTotal{Column: "amount", Value: "1829.10", Source: "ledger"}
	n := int64(3120)
	def := soc.Population{Name: "changes", Rows: soc.Events, Key: []string{"change_id"}, DateColumn: "merged_at", Sequence: "number",
		OutsidePeriod: soc.OutsideRefused, ControlTotals: []soc.ControlTotal{total, amount}}
	return def, soc.Certificate{
		Extraction:      soc.Extraction{Kind: "sql", SourceCount: &n, SourceCountBy: "SELECT count(*) in the same transaction", TipHash: "9f31"},
		PhysicalRecords: n, RecordsDecoded: n, RowsLoaded: n, InPeriod: n,
		Totals: []soc.TotalCheck{{ControlTotal: total, Loaded: "3120", Agrees: true}, {ControlTotal: amount, Loaded: "1829.10", Agrees: true}},
	}
}

func TestComplete(t *testing.T) {
	def, cert := changes()
	verdict, reasons := Judge(&def, &cert)
	want := []string{
		"The source's own count is 3,120 (SELECT count(*) in the same transaction), and so many rows were loaded.",
		"The control total of 3120 rows (code host, audit screen) equals the rows loaded.",
		"The source is a chain of hashes that ends in 9f31, and it was read from there to its beginning.",
		"3,120 records were counted in the source's bytes, read and loaded; every value fits its declared type; every key occurs once.",
	}
	if verdict != soc.Complete || !slices.Equal(reasons, want) {
		t.Errorf("verdict %s:\n%s", verdict, strings.Join(reasons, "\n"))
	}
}

// Each entry takes one thing away from a certificate that agrees in
// everything; each alone must be enough to lose the verdict.
var defects = []struct {
	name string
	mar  func(*soc.Population, *soc.Certificate)
	want string
}{
	{"not counted", func(_ *soc.Population, c *soc.Certificate) { c.PhysicalRecords = -1 },
		"The records in the source's bytes were not counted independently of the parser, so nothing shows that it read all of them."},
	{"physical differs", func(_ *soc.Population, c *soc.Certificate) { c.PhysicalRecords = 3121 },
		"3,121 records were counted in the source's bytes, and 3,120 read from them: check the declared format."},
	{"loaded differs", func(_ *soc.Population, c *soc.Certificate) { c.RecordsDecoded, c.PhysicalRecords = 3121, 3121 },
		"3,121 records were read, and the table holds 3,120 rows."},
	{"source count differs", func(_ *soc.Population, c *soc.Certificate) { n := int64(3130); c.Extraction.SourceCount = &n },
		"The source's own count is 3,130 (SELECT count(*) in the same transaction), and 3,120 rows were loaded: extract it again, or explain the difference."},
	{"total of rows differs", func(_ *soc.Population, c *soc.Certificate) { c.Totals[0].Agrees = false },
		"The control total of rows is 3120 (code host, audit screen), and the table has 3120."},
	{"sum differs", func(_ *soc.Population, c *soc.Certificate) { c.Totals[1].Agrees, c.Totals[1].Loaded = false, "1829.00" },
		"The control total of amount is 1829.10 (ledger), and the table has 1829.00."},
	{"total not compared", func(_ *soc.Population, c *soc.Certificate) { c.Totals = c.Totals[:1] },
		"The control total of amount (ledger) was not compared."},
	{"failed cast", func(_ *soc.Population, c *soc.Certificate) { c.FailedCasts = 1 },
		"1 value does not fit its column's type and is missing from the table: the list of failed casts names each with its reason."},
	{"duplicate key", func(_ *soc.Population, c *soc.Certificate) { c.DuplicateKeys = 2 },
		"2 keys occur more than once (change_id): remove the repeated rows at the source, or declare the key that tells its rows apart; a column from: \"@record\" is the number of the record."},
	{"null key", func(_ *soc.Population, c *soc.Certificate) { c.NullKeys = 1 },
		"1 row has no complete key (change_id)."},
	{"no key declared", func(d *soc.Population, _ *soc.Certificate) { d.Key = nil },
		"No key is declared, so nothing shows that every row is there once."},
	{"gap", func(_ *soc.Population, c *soc.Certificate) { c.SequenceGaps = 4 },
		"4 numbers are missing from the sequence number, which the source numbers without gaps."},
	{"extracted early", func(_ *soc.Population, c *soc.Certificate) { c.PeriodOpen = true },
		"It was extracted before the period had ended, and the rest of the period can be in no extraction yet: extract it again after the last day."},
	{"repeat", func(_ *soc.Population, c *soc.Certificate) { c.SequenceRepeats = 1 },
		"1 row has no number in the sequence number, or one that another row has too."},
	{"before the period", func(_ *soc.Population, c *soc.Certificate) { c.BeforePeriod = 1 },
		"1 row is dated outside the period by merged_at, and the extraction was to hold none."},
	{"after the period", func(_ *soc.Population, c *soc.Certificate) { c.AfterPeriod = 2 },
		"2 rows are dated outside the period by merged_at, and the extraction was to hold none."},
	{"undated", func(_ *soc.Population, c *soc.Certificate) { c.Undated = 12 },
		"12 rows have no merged_at, and a test of the period never sees such a row."},
	{"no oracle", func(d *soc.Population, c *soc.Certificate) {
		c.Extraction, c.Totals, d.ControlTotals = soc.Extraction{Kind: "file"}, nil, nil
	}, "The file says nothing about how many records the source has: state a control total of rows that was read from the source itself, and where it was read (control_totals)."},
}

func TestEachDefectIsEnough(t *testing.T) {
	for _, d := range defects {
		def, cert := changes()
		d.mar(&def, &cert)
		verdict, reasons := Judge(&def, &cert)
		if verdict != soc.NotShownComplete || !slices.Equal(reasons, []string{d.want}) {
			t.Errorf("%s: verdict %s:\n%s\nwant\n%s", d.name, verdict, strings.Join(reasons, "\n"), d.want)
		}
	}
}

// Every combination of defects is not shown complete and says why; only none
// of them is complete.
func TestEveryCombinationOfDefects(t *testing.T) {
	for set := range 1 << len(defects) {
		def, cert := changes()
		for i, d := range defects {
			if set&(1<<i) != 0 {
				d.mar(&def, &cert)
			}
		}
		verdict, reasons := Judge(&def, &cert)
		if (verdict == soc.Complete) != (set == 0) || (verdict != soc.NotShownComplete) != (set == 0) || len(reasons) == 0 {
			t.Fatalf("defects %b: verdict %s, reasons %q", set, verdict, reasons)
		}
	}
}

// Which oracles are enough, by themselves and for an empty population. A sum
// alone never counts records.
func TestOracles(t *testing.T) {
	count := func(n int64) func(*soc.Population, *soc.Certificate) {
		return func(_ *soc.Population, c *soc.Certificate) { c.Extraction.SourceCount = &n }
	}
	total := func(column, value string, agrees bool) func(*soc.Population, *soc.Certificate) {
		return func(d *soc.Population, c *soc.Certificate) {
			declared := soc.ControlTotal{Column: column, Value: value, Source: "screen"}
			d.ControlTotals = append(d.ControlTotals, declared)
			c.Totals = append(c.Totals, soc.TotalCheck{ControlTotal: declared, Loaded: "?", Agrees: agrees})
		}
	}
	tip := func(_ *soc.Population, c *soc.Certificate) { c.Extraction.TipHash = "9f31" }
	type give = []func(*soc.Population, *soc.Certificate)
	for _, tc := range []struct {
		name string
		rows int64
		give give
		want soc.Verdict
	}{
		{"nothing", 5, nil, soc.NotShownComplete},
		{"source count", 5, give{count(5)}, soc.Complete},
		{"source count differs", 5, give{count(6)}, soc.NotShownComplete},
		{"source count zero of five", 5, give{count(0)}, soc.NotShownComplete},
		{"rows total", 5, give{total("", "5", true)}, soc.Complete},
		{"rows total differs", 5, give{total("", "6", false)}, soc.NotShownComplete},
		{"sum only", 5, give{total("amount", "10", true)}, soc.NotShownComplete},
		{"sum differs beside rows total", 5, give{total("", "5", true), total("amount", "10", false)}, soc.NotShownComplete},
		{"tip", 5, give{tip}, soc.Complete},
		{"tip, source count differs", 5, give{tip, count(6)}, soc.NotShownComplete},
		{"rows total agrees, source count differs", 5, give{total("", "5", true), count(6)}, soc.NotShownComplete},
		{"source count agrees, rows total differs", 5, give{count(5), total("", "6", false)}, soc.NotShownComplete},
		{"zero: nothing", 0, nil, soc.NotShownComplete},
		{"zero: source count", 0, give{count(0)}, soc.ZeroConfirmed},
		{"zero: source count differs", 0, give{count(1)}, soc.NotShownComplete},
		{"zero: rows total", 0, give{total("", "0", true)}, soc.ZeroConfirmed},
		{"zero: rows total differs", 0, give{total("", "1", false)}, soc.NotShownComplete},
		{"zero: tip only", 0, give{tip}, soc.NotShownComplete},
		{"zero: tip and count", 0, give{tip, count(0)}, soc.ZeroConfirmed},
		{"zero: sum only", 0, give{total("amount", "0", true)}, soc.NotShownComplete},
	} {
		def := soc.Population{Name: "p", Rows: soc.Register, Key: []string{"id"}}
		cert := soc.Certificate{Extraction: soc.Extraction{Kind: "sql"}, PhysicalRecords: tc.rows, RecordsDecoded: tc.rows, RowsLoaded: tc.rows}
		for _, f := range tc.give {
			f(&def, &cert)
		}
		if verdict, reasons := Judge(&def, &cert); verdict != tc.want || len(reasons) == 0 {
			t.Errorf("%s: verdict %s, want %s; reasons %q", tc.name, verdict, tc.want, reasons)
		}
	}
}

// What a population may lack without losing its verdict.
func TestWhatIsNotADefect(t *testing.T) {
	for name, change := range map[string]func(*soc.Population, *soc.Certificate){
		"rows outside are counted":  func(d *soc.Population, c *soc.Certificate) { d.OutsidePeriod, c.BeforePeriod = soc.OutsideCounted, 900 },
		"an undated register entry": func(d *soc.Population, c *soc.Certificate) { d.OutsidePeriod, d.Rows, c.Undated = "", soc.Register, 7 },
		"rows without a date column": func(d *soc.Population, c *soc.Certificate) {
			d.OutsidePeriod, d.Rows, d.DateColumn, c.Undated = "", soc.Snapshot, "", 3120
		},
	} {
		def, cert := changes()
		change(&def, &cert)
		if verdict, reasons := Judge(&def, &cert); verdict != soc.Complete {
			t.Errorf("%s: verdict %s, reasons %q", name, verdict, reasons)
		}
	}
}

// A key that is the number of the record cannot show that a row is repeated,
// and the certificate says so.
func TestKeyThatIsTheRecordNumber(t *testing.T) {
	def, cert := changes()
	def.Key, def.Columns = []string{"n"}, []soc.Column{{Name: "n", Type: soc.Integer, From: soc.RecordNumber}}
	verdict, reasons := Judge(&def, &cert)
	if verdict != soc.Complete || !strings.Contains(reasons[len(reasons)-1], "a row that the source repeats is not seen") {
		t.Errorf("verdict %s, reasons %q", verdict, reasons)
	}
}

// The zero certificate of the zero definition is not complete.
func TestNothingDefaultsToComplete(t *testing.T) {
	if verdict, _ := Judge(&soc.Population{}, &soc.Certificate{}); verdict != soc.NotShownComplete {
		t.Errorf("verdict of nothing is %s", verdict)
	}
}
