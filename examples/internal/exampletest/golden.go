package exampletest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/report"
	"github.com/tickmark-audit/tickmark/report/html"
	"github.com/tickmark-audit/tickmark/report/json"
	"github.com/tickmark-audit/tickmark/report/pdf"
	"github.com/tickmark-audit/tickmark/soc"
)

var update = flag.Bool("update", false, "write the golden files anew")

// In is the bench for a subtest.
func (b *Bench) In(t *testing.T) *Bench {
	inner := *b
	inner.T = t
	return &inner
}

// Issue issues the report on the day of the clock, compares what was issued
// with a golden file, and verifies the file with its report.
func (b *Bench) Issue(golden string) {
	b.T.Helper()
	date, err := soc.ParseDate(b.Report)
	if err != nil {
		b.T.Fatal(err)
	}
	var ex *soc.Examination // as it was issued
	issued, err := b.File.Issue(context.Background(), b.keys["partner"], engagement.IssueOptions{Date: date, Check: report.CheckTexts,
		Render: func(final *soc.Examination) ([]engagement.Rendering, error) {
			ex = final
			return render(final)
		}})
	var open *engagement.OpenGates
	if errors.As(err, &open) {
		for _, g := range open.Gates {
			b.T.Errorf("%s is open: %s", g.ID, strings.Join(g.Missing, "\n\t"))
		}
	}
	if err != nil {
		b.T.Fatal(err)
	}
	for _, f := range issued.Files {
		if err := os.WriteFile(filepath.Join(b.Dir, f.Name), f.Data, 0o644); err != nil {
			b.T.Fatal(err)
		}
	}
	doc, err := report.Build(ex)
	if err != nil {
		b.T.Fatal(err)
	}
	if !slices.Contains(doc.Watermarks, "EXAMPLE") || slices.Contains(doc.Watermarks, "DRAFT") {
		b.T.Errorf("the pages of the issued report say %v", doc.Watermarks)
	}
	var text strings.Builder
	text.WriteString(summary(ex) + "\nSection I\n")
	for _, s := range doc.Sections {
		if s.Number == "I" {
			plain(&text, s)
		}
	}
	b.compare(golden, text.String())

	if err := b.File.Close(); err != nil {
		b.T.Fatal(err)
	}
	opt := b.options()
	opt.Check = report.CheckTexts
	v, err := engagement.Verify(context.Background(), b.Dir, opt, render)
	if err != nil {
		b.T.Fatal(err)
	}
	for _, f := range v.Findings {
		b.T.Errorf("verify: %s", f)
	}
}

// Refused tries to issue the report and returns the gates that are open.
func (b *Bench) Refused() []string {
	b.T.Helper()
	date, err := soc.ParseDate(b.Report)
	if err != nil {
		b.T.Fatal(err)
	}
	_, err = b.File.Issue(context.Background(), b.keys["partner"], engagement.IssueOptions{Date: date, Check: report.CheckTexts, Render: render})
	var open *engagement.OpenGates
	if !errors.As(err, &open) {
		b.T.Fatalf("the report is not refused for its gates: %v", err)
	}
	var ids []string
	for _, g := range open.Gates {
		ids = append(ids, g.ID)
	}
	return ids
}

func (b *Bench) compare(golden, got string) {
	b.T.Helper()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			b.T.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		b.T.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		b.T.Errorf("%s (-) and what was issued (+) differ; -update writes it anew:\n%s", golden, diff)
	}
}

func render(ex *soc.Examination) ([]engagement.Rendering, error) {
	doc, err := report.Build(ex)
	if err != nil {
		return nil, err
	}
	var files []engagement.Rendering
	for _, f := range []struct {
		name  string
		write func(io.Writer, *report.Document) error
	}{{"report.pdf", pdf.Write}, {"report.html", html.Write}, {"report.json", json.Write}} {
		var data bytes.Buffer
		if err := f.write(&data, doc); err != nil {
			return nil, err
		}
		files = append(files, engagement.Rendering{Name: f.name, Data: data.Bytes()})
	}
	return files, nil
}

// plain writes the running text of a section.
func plain(out *strings.Builder, s *report.Section) {
	fmt.Fprintf(out, "\n%s\n", strings.TrimSpace(s.Number+" "+s.Title))
	plainBlocks(out, "", s.Blocks)
	for _, sub := range s.Sections {
		plain(out, sub)
	}
}

func plainBlocks(out *strings.Builder, indent string, blocks []report.Block) {
	for _, block := range blocks {
		switch x := block.(type) {
		case *report.Paragraph:
			out.WriteString(indent)
			for _, span := range x.Spans {
				out.WriteString(span.Text)
			}
			out.WriteString("\n")
		case *report.List:
			for _, item := range x.Items {
				plainBlocks(out, indent+"- ", item)
			}
		}
	}
}

// summary says in words what the file holds: the opinion, the conclusions, the
// gates and the numbers, without a digest or a key.
func summary(ex *soc.Examination) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s of %s, %s\n", ex.Engagement.Title(), ex.Engagement.ServiceOrganization.Name, ex.Engagement.System.Name)
	for _, o := range soc.InForce(ex.Records.Opinion) {
		fmt.Fprintf(&s, "\nOpinion on %s: %s", o.Record.Part, o.Record.Opinion)
		if o.Record.Cause != "" {
			fmt.Fprintf(&s, " (%s)", o.Record.Cause)
		}
		s.WriteString("\n")
		for _, m := range o.Record.Basis {
			fmt.Fprintf(&s, "  %s: %s\n", strings.TrimSpace(m.Criterion+" "+m.Control), m.Text)
		}
	}
	for _, e := range soc.InForce(ex.Records.Emphasis) {
		fmt.Fprintf(&s, "\nEmphasis: %s\n", e.Record.Text)
	}
	s.WriteString("\nControls\n")
	for _, c := range ex.Controls {
		if concluded := soc.Latest(ex.Records.Controls, c.ID); concluded != nil {
			var deviations int64
			for _, t := range ex.Tests {
				if t.Control == c.ID {
					deviations += t.Deviations()
				}
			}
			fmt.Fprintf(&s, "  %s: design %s, operation %s, deviations %d\n", c.ID, concluded.Record.Design, concluded.Record.Operation, deviations)
		}
	}
	s.WriteString("\nNot met\n")
	for _, c := range soc.InForce(ex.Records.Criteria) {
		if !c.Record.Design || !c.Record.Operation {
			fmt.Fprintf(&s, "  %s\n", c.Record.Criterion)
		}
	}
	s.WriteString("\nGates\n")
	for _, g := range ex.Gates {
		state := "shut"
		switch {
		case g.Open:
			state = "open"
		case g.NotApplicable != "":
			state = "does not apply"
		case g.Overridden != "":
			state = "overridden: " + g.Overridden
		}
		fmt.Fprintf(&s, "  %s %s\n", g.ID, state)
	}
	return s.String()
}
