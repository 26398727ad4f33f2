package advice

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/tickmark-audit/tickmark/soc"
)

func day(s string) soc.Date {
	d, err := soc.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func yearEnd(s string) YearEnd {
	y, err := ParseYearEnd(s)
	if err != nil {
		panic(err)
	}
	return y
}

// usual are the answers of a company with old controls whose customers ask how
// their data is protected.
func usual() Answers {
	return Answers{Today: day("2026-01-05"), CustomerData: true, Readers: []Reader{Customers}, ControlsSince: day("2020-01-01"), NeededBy: day("2027-02-28")}
}

func with(change func(*Answers)) Answers {
	a := usual()
	change(&a)
	return a
}

// short writes a recommendation in one line.
func short(r Recommendation) string {
	when := r.Period.From.String() + ".." + r.Period.To.String()
	if r.Type == 1 {
		when = r.AsOf.String()
	}
	var categories []string
	for _, c := range r.Categories {
		categories = append(categories, string(c.Category))
	}
	s := strings.TrimSpace(fmt.Sprintf("%s, %s %s", r.Title(), when, strings.Join(categories, " ")))
	if !r.InTime {
		s += " (late)"
	}
	return s
}

func TestWhichReport(t *testing.T) {
	for _, test := range []struct {
		name string
		a    Answers
		want string
	}{
		{"customers ask about their data", usual(),
			"SOC 2 Type 2, 2026-01-01..2026-12-31 security"},
		{"promises bring categories", with(func(a *Answers) { a.Commitments = []soc.Category{soc.Privacy, soc.Availability} }),
			"SOC 2 Type 2, 2026-01-01..2026-12-31 security availability privacy"},
		{"only auditors, and the books depend on it", with(func(a *Answers) { a.FinancialReporting, a.Readers = true, []Reader{Auditors} }),
			"SOC 1 Type 2, 2026-01-01..2026-12-31"},
		{"auditors and customers", with(func(a *Answers) { a.FinancialReporting, a.Readers = true, []Reader{Auditors, Customers} }),
			"SOC 1 Type 2, 2026-01-01..2026-12-31 | SOC 2 Type 2, 2026-01-01..2026-12-31 security"},
		{"auditors, and the books do not depend on it", with(func(a *Answers) { a.Readers = []Reader{Auditors} }),
			"SOC 2 Type 2, 2026-01-01..2026-12-31 security"},
		{"anyone", with(func(a *Answers) { a.Readers = []Reader{Public} }),
			"SOC 3, 2026-01-01..2026-12-31 security"},
		{"customers and anyone", with(func(a *Answers) { a.Readers = []Reader{Customers, Public} }),
			"SOC 2 Type 2, 2026-01-01..2026-12-31 security | SOC 3, 2026-01-01..2026-12-31 security"},
		{"the books only, and anyone asks", with(func(a *Answers) { a.FinancialReporting, a.CustomerData, a.Readers = true, false, []Reader{Public} }),
			"SOC 1 Type 2, 2026-01-01..2026-12-31"},
		{"nothing that users rely on", with(func(a *Answers) { a.CustomerData = false }), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			advice, err := Give(test.a)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range advice.Reports {
				got = append(got, short(r))
				if r.Reason == "" || r.TypeReason == "" || r.TimeReason == "" {
					t.Errorf("%s is recommended without a reason", r.Title())
				}
			}
			if s := strings.Join(got, " | "); s != test.want {
				t.Errorf("got %s\nwant %s", s, test.want)
			}
			if (advice.NoReport == "") != (len(advice.Reports) > 0) || len(advice.Otherwise) == 0 {
				t.Errorf("no report: %q, what would change it: %v", advice.NoReport, advice.Otherwise)
			}
		})
	}
}

func TestTypeAndPeriod(t *testing.T) {
	for _, test := range []struct {
		name string
		a    Answers
		want string
		says string // in a warning
	}{
		{"twelve months of a year that is past", with(func(a *Answers) { a.NeededBy = day("2026-03-01") }),
			"SOC 2 Type 2, 2025-01-01..2025-12-31 security", "records of every control since January 1, 2025"},
		{"nine months", with(func(a *Answers) { a.ControlsSince = day("2026-03-15") }),
			"SOC 2 Type 2, 2026-04-01..2026-12-31 security", ""},
		{"six months", with(func(a *Answers) { a.ControlsSince = day("2026-04-02") }),
			"SOC 2 Type 2, 2026-07-01..2026-12-31 security", ""},
		{"a tight schedule: three months", with(func(a *Answers) { a.ControlsSince, a.NeededBy = day("2026-03-01"), day("2026-08-15") }),
			"SOC 2 Type 2, 2026-04-01..2026-06-30 security", "a quarterly control operates once"},
		{"too young for a period", with(func(a *Answers) { a.ControlsSince, a.NeededBy = day("2026-05-01"), day("2026-08-15") }),
			"SOC 2 Type 1, 2026-06-30 security", ""},
		{"in place in the middle of the last month", with(func(a *Answers) { a.ControlsSince, a.NeededBy = day("2026-07-10"), day("2026-08-20") }),
			"SOC 2 Type 1, 2026-07-23 security", ""},
		{"not in place in time", with(func(a *Answers) { a.ControlsSince, a.NeededBy = day("2026-08-10"), day("2026-08-20") }),
			"SOC 2 Type 1, 2026-08-10 security (late)", "can be there on September 7, 2026"},
		{"needed tomorrow", with(func(a *Answers) { a.NeededBy = day("2026-01-06") }),
			"SOC 2 Type 2, 2024-11-01..2025-10-31 security (late)", "can be there on February 16, 2026"},
		{"the contract names type 1", with(func(a *Answers) { a.RequestedType = 1 }),
			"SOC 2 Type 1, 2027-01-31 security", ""},
		{"the contract names type 2, and it cannot be", with(func(a *Answers) {
			a.RequestedType, a.ControlsSince, a.NeededBy = 2, day("2026-05-01"), day("2026-08-15")
		}),
			"SOC 2 Type 1, 2026-06-30 security", "type 2 over May 1, 2026 to July 31, 2026, on September 11, 2026"},
		{"the next report begins where the last one ended", with(func(a *Answers) { a.PriorEnd = day("2026-03-31") }),
			"SOC 2 Type 2, 2026-04-01..2026-12-31 security", ""},
		{"the next report has at most a year", with(func(a *Answers) { a.PriorEnd = day("2025-06-30") }),
			"SOC 2 Type 2, 2025-07-01..2026-06-30 security", ""},
		{"days between two reports", with(func(a *Answers) { a.PriorEnd, a.ControlsSince = day("2026-03-31"), day("2026-06-15") }),
			"SOC 2 Type 2, 2026-07-01..2026-12-31 security", "April 1, 2026 to June 30, 2026 are in no report"},
		{"a SOC 3 always has a period", with(func(a *Answers) {
			a.Readers, a.ControlsSince, a.NeededBy = []Reader{Public}, day("2026-05-01"), day("2026-08-15")
		}), "SOC 3, 2026-05-01..2026-07-31 security (late)", "cannot be there by August 15, 2026"},
		{"the end moves back to the year end of user entities", with(func(a *Answers) {
			a.FinancialReporting, a.Readers, a.NeededBy, a.YearEnds = true, []Reader{Auditors}, day("2026-12-31"), []YearEnd{yearEnd("09-30")}
		}), "SOC 1 Type 2, 2025-10-01..2026-09-30", ""},
		{"it does not move by more than three months", with(func(a *Answers) {
			a.FinancialReporting, a.Readers, a.NeededBy, a.YearEnds = true, []Reader{Auditors}, day("2026-12-31"), []YearEnd{yearEnd("06-30")}
		}), "SOC 1 Type 2, 2025-11-01..2026-10-31", ""},
		{"a day too young for three months", with(func(a *Answers) {
			a.FinancialReporting, a.Readers, a.NeededBy, a.YearEnds, a.ControlsSince = true, []Reader{Auditors}, day("2026-12-31"), []YearEnd{yearEnd("06-30")}, day("2026-08-02")
		}), "SOC 1 Type 1, 2026-11-30", ""},
		{"three months of a fiscal year", with(func(a *Answers) {
			a.FinancialReporting, a.Readers, a.NeededBy, a.YearEnds, a.ControlsSince = true, []Reader{Auditors}, day("2026-12-31"), []YearEnd{yearEnd("06-30")}, day("2026-07-01")
		}), "SOC 1 Type 2, 2026-08-01..2026-10-31", "92 of 365 days are covered"},
		{"a SOC 1 of type 1", with(func(a *Answers) {
			a.FinancialReporting, a.Readers, a.RequestedType = true, []Reader{Auditors}, 1
		}), "SOC 1 Type 1, 2027-01-31", "does not let auditors of user entities rely"},
	} {
		t.Run(test.name, func(t *testing.T) {
			advice, err := Give(test.a)
			if err != nil {
				t.Fatal(err)
			}
			r := advice.Reports[0]
			if got := short(r); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if warnings := strings.Join(r.Warnings, "\n"); !strings.Contains(warnings, test.says) {
				t.Errorf("no warning has %q:\n%s", test.says, warnings)
			}
		})
	}
}

// What a SOC 1 covers of the fiscal years of user entities, counted in days.
func TestFiscalYears(t *testing.T) {
	a := usual()
	a.FinancialReporting, a.Readers, a.NeededBy = true, []Reader{Auditors}, day("2026-11-20")
	a.YearEnds = []YearEnd{yearEnd("12-31"), yearEnd("06-30"), yearEnd("09-30")}
	advice, err := Give(a)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range advice.Reports[0].Coverage {
		got = append(got, fmt.Sprintf("%s: %s..%s %d/%d, open %s..%s, %.9s", f.YearEnd, f.Year.From, f.Year.To, f.Covered, f.Days, f.After.From, f.After.To, f.Bridge))
	}
	want := []string{
		"12-31: 2026-01-01..2026-12-31 273/365, open 2026-10-01..2026-12-31, A bridge ",
		"06-30: 2025-07-01..2026-06-30 273/365, open .., ",
		"09-30: 2025-10-01..2026-09-30 365/365, open .., ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A letter bridges three months and not a day more.
func TestBridge(t *testing.T) {
	for end, bridged := range map[string]bool{"2026-12-31": true, "2027-01-01": false} {
		a := usual()
		a.YearEnds = []YearEnd{yearEnd(end[5:])}
		r := Recommendation{Report: soc.SOC1, Period: soc.Period{From: day("2025-10-01"), To: day("2026-09-30")}}
		a.cover(&r)
		f := r.Coverage[0]
		if f.Year.To != day(end) {
			t.Fatalf("the fiscal year ends on %s, want %s", f.Year.To, end)
		}
		if got := strings.HasPrefix(f.Bridge, "A bridge letter"); got != bridged {
			t.Errorf("%s: bridged %v, want %v: %s", end, got, bridged, f.Bridge)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct {
		want string
		a    Answers
	}{
		{"the day of today is missing", with(func(a *Answers) { a.Today = soc.Date{} })},
		{"on which day the report is needed", with(func(a *Answers) { a.NeededBy = soc.Date{} })},
		{"which is not after today", with(func(a *Answers) { a.NeededBy = a.Today })},
		{"since when the controls", with(func(a *Answers) { a.ControlsSince = soc.Date{} })},
		{"who asks for a report", with(func(a *Answers) { a.Readers = nil })},
		{"no group of readers", with(func(a *Answers) { a.Readers = []Reader{"press"} })},
		{"there is no type 3", with(func(a *Answers) { a.RequestedType = 3 })},
		{"the period before ends", with(func(a *Answers) { a.PriorEnd = a.NeededBy })},
	} {
		if _, err := Give(test.a); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}

// Whatever the answers are: a period has at least three months in which the
// controls operate, what is in time is there when it is needed, and no two
// days are out of order.
func TestAdviceHolds(t *testing.T) {
	today := day("2026-01-05")
	rapid.Check(t, func(t *rapid.T) {
		a := Answers{
			Today: today, FinancialReporting: rapid.Bool().Draw(t, "financial"), CustomerData: rapid.Bool().Draw(t, "data"),
			Readers:       rapid.SliceOfNDistinct(rapid.SampledFrom(Readers), 1, 3, rapid.ID[Reader]).Draw(t, "readers"),
			RequestedType: rapid.IntRange(0, 2).Draw(t, "type"),
			ControlsSince: today.AddDays(rapid.IntRange(-900, 500).Draw(t, "since")),
			NeededBy:      today.AddDays(rapid.IntRange(1, 700).Draw(t, "needed")),
			YearEnds:      rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 365), func(n int) YearEnd { d := day("2024-01-01").AddDays(n); return YearEnd{int(d.Month), d.Day} }), 0, 2).Draw(t, "years"),
		}
		if rapid.Bool().Draw(t, "prior") {
			a.PriorEnd = monthEnd(today.AddDays(rapid.IntRange(-700, 0).Draw(t, "prior end")))
		}
		advice, err := Give(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range advice.Reports {
			rules, err := soc.RulesOf(r.Report, r.Type)
			if err != nil || rules.Period == r.Period.Empty() || rules.Period != r.AsOf.IsZero() {
				t.Fatalf("%+v: %v", r, err)
			}
			if rules.Period && (monthsIn(r.Period) < shortest || r.Period.From.Before(a.ControlsSince) || !a.PriorEnd.IsZero() && !a.PriorEnd.Before(r.Period.From)) {
				t.Fatalf("the controls do not operate throughout %s, or it is too short", r.Period)
			}
			if !rules.Period && r.AsOf.Before(a.ControlsSince) {
				t.Fatalf("the controls are not in place on %s", r.AsOf)
			}
			for i, m := range r.Dates {
				if i > 0 && m.Date.Before(r.Dates[i-1].Date) {
					t.Fatalf("%s is out of order", m.What)
				}
				if strings.HasPrefix(m.What, "report, with") && (r.InTime != !a.NeededBy.Before(m.Date) || m.Past) {
					t.Fatalf("in time %v, report on %s, needed by %s", r.InTime, m.Date, a.NeededBy)
				}
			}
			for _, f := range r.Coverage {
				if f.Covered > f.Days || f.Days < 365 || f.Days > 366 {
					t.Fatalf("fiscal year %+v", f)
				}
			}
		}
	})
}
