package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/soc"
)

// examineSummary is what 'examine --json' prints.
type examineSummary struct {
	report.Summary
	Controls    []soc.ControlFinding   `json:"control_findings"`
	Criteria    []soc.CriterionFinding `json:"criterion_findings"`
	Populations []populationLine       `json:"population_verdicts"`
	OpenGates   []soc.GateState        `json:"open_gates"`
	Files       []string               `json:"files"`

	operation bool // operation is examined, which a type 1 does not
}

type populationLine struct {
	Name    string      `json:"name"`
	Rows    int64       `json:"rows"`
	Verdict soc.Verdict `json:"verdict,omitempty"`
	Failure string      `json:"failure,omitempty"`
	Reasons []string    `json:"reasons,omitempty"`
}

// newExamineSummary counts the whole examination, also where its report may
// print less: a SOC 3 shows no tests, and who works on it must see their
// deviations.
func newExamineSummary(ex *soc.Examination, files []string) (examineSummary, error) {
	tally, err := report.Tally(ex)
	if err != nil {
		return examineSummary{}, err
	}
	s := examineSummary{Summary: tally, Controls: ex.Controlled, Criteria: ex.Criteria, Files: files, operation: ex.Engagement.Rules().Operation}
	for _, p := range ex.Populations {
		s.Populations = append(s.Populations, populationLine{p.Name, p.Certificate.RowsLoaded, p.Certificate.Verdict, p.Failure, p.Certificate.Reasons})
	}
	for _, g := range ex.Gates {
		if g.Open {
			s.OpenGates = append(s.OpenGates, g)
		}
	}
	return s, nil
}

// print writes the summary in the words of the field, for a CPA to read.
func (s examineSummary) print(w io.Writer) {
	fmt.Fprintf(w, "\n%s: a draft. No opinion has been formed.\n\n", s.Title)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(label, format string, args ...any) {
		fmt.Fprintf(table, "  %s\t%s\n", label, fmt.Sprintf(format, args...))
	}
	line("Criteria", "%d in scope, %d with a control", s.CriteriaInScope, s.CriteriaCovered)
	line("Controls", "%d", len(s.Controls))
	line("Procedures", "%d, of which %d ran on all of their items", s.Procedures, s.ProceduresComplete)
	line("Items tested", "%s, in %s attribute tests", grouped(s.Items), grouped(s.Outcomes))
	line("Deviations", "%s%s", grouped(s.Deviations), s.unable())
	line("Populations", "%d, of which %d shown complete", len(s.Populations), s.PopulationsShownComplete)
	line("Gates", "%d of %d open", s.GatesOpen, s.Gates)
	table.Flush()

	if uncovered := s.uncovered(); uncovered != "" {
		fmt.Fprintf(w, "\nCriteria without a control\n  %s\n", wrap(uncovered, 76, "  "))
	}
	s.printControls(w, "Controls with deviations", func(f soc.ControlFinding) bool { return f.State == soc.HasDeviations })
	s.printControls(w, "Controls without a result to rely on", func(f soc.ControlFinding) bool {
		return s.operation && f.State != soc.HasDeviations && f.State != soc.NoDeviation
	})
	s.printPopulations(w)

	if len(s.OpenGates) > 0 {
		fmt.Fprintf(w, "\nGates that keep this a draft\n  %s\n", wrap(gateIDs(s.OpenGates), 76, "  "))
		fmt.Fprintf(w, "  'tickmark gates' says under each what is missing and who can supply it.\n")
	}
	if len(s.Files) > 0 {
		fmt.Fprintf(w, "\nWritten\n")
		for _, file := range s.Files {
			fmt.Fprintf(w, "  %s\n", file)
		}
	}
}

func (s examineSummary) uncovered() string {
	var ids []string
	for _, c := range s.Criteria {
		if c.State == soc.CriterionUncovered {
			ids = append(ids, c.Criterion)
		}
	}
	return strings.Join(ids, " ")
}

func (s examineSummary) unable() string {
	if s.Unable == 0 {
		return ""
	}
	return fmt.Sprintf(", of which %s could not be determined and count until a person resolves them", grouped(s.Unable))
}

func (s examineSummary) printControls(w io.Writer, title string, which func(soc.ControlFinding) bool) {
	first := true
	for _, f := range s.Controls {
		if !which(f) {
			continue
		}
		if first {
			fmt.Fprintf(w, "\n%s\n", title)
			first = false
		}
		fmt.Fprintf(w, "  %-8s %s\n", f.Control, wrap(f.Reason, 67, "           "))
	}
}

func (s examineSummary) printPopulations(w io.Writer) {
	first := true
	for _, p := range s.Populations {
		reason := strings.Join(p.Reasons, " ")
		switch {
		case p.Failure != "":
			reason = "Not collected: " + p.Failure
		case p.Verdict == soc.Complete || p.Verdict == soc.ZeroConfirmed:
			continue
		}
		if first {
			fmt.Fprintf(w, "\nPopulations not shown complete\n")
			first = false
		}
		fmt.Fprintf(w, "  %s: %s\n", p.Name, wrap(reason, 74, "    "))
	}
}

func gateIDs(gates []soc.GateState) string {
	ids := make([]string, len(gates))
	for i, g := range gates {
		ids[i] = g.ID
	}
	return strings.Join(ids, " ")
}

// wrap breaks text into lines of at most width, the later ones behind indent.
func wrap(text string, width int, indent string) string {
	var out strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		switch {
		case column == 0:
		case column+1+n > width:
			out.WriteString("\n" + indent)
			column = 0
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += n
	}
	return out.String()
}

// grouped writes a number with thousands separators: 12,345.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
