package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// sentence says in words what an entry did, as far as its body is understood.
// A kind or body that is not known gives a sentence that says so little.
func sentence(e ledger.Entry) string {
	write, known := sentences[e.Kind]
	text := ""
	if known {
		text = write(e.Predicate)
	}
	if text == "" {
		text = fmt.Sprintf("wrote an entry of the kind %s", e.Kind)
	}
	return printable(text)
}

// sentences write what is known of a body; "" when it is not understood.
var sentences = map[ledger.Kind]func(json.RawMessage) string{
	ledger.ActorAdmitted:          func(json.RawMessage) string { return "showed the public key for the first time" },
	ledger.EngagementOpened:       openedSentence,
	ledger.ProgramSealed:          programSentence,
	ledger.PopulationSealed:       populationSentence,
	ledger.PopulationFailed:       populationFailedSentence,
	ledger.PopulationReconciled:   reconciledSentence,
	ledger.ProcedureFixed:         procedureSentence,
	ledger.TestPerformed:          testSentence("performed"),
	ledger.ReadinessTestPerformed: testSentence("performed for readiness"),
	ledger.ReportDrafted:          reportSentence,
	ledger.ReportIssued:           issuedSentence,
	ledger.ReportReissued:         issuedSentence,
	ledger.FileLocked:             lockedSentence,
}

func openedSentence(body json.RawMessage) string {
	var b struct{ Title, Organization, System, Period string }
	if json.Unmarshal(body, &b) != nil || b.Title == "" {
		return ""
	}
	text := "opened the engagement: " + b.Title
	if b.System != "" {
		text += " of " + b.System
	}
	if b.Organization != "" {
		text += " by " + b.Organization
	}
	if b.Period != "" {
		text += ", " + b.Period
	}
	return text
}

func programSentence(body json.RawMessage) string {
	var b struct {
		Party soc.Party
		Files int
	}
	if json.Unmarshal(body, &b) != nil || b.Files == 0 {
		return ""
	}
	return fmt.Sprintf("sealed %s's part of the program: %s", b.Party, count(b.Files, "file"))
}

func populationSentence(body json.RawMessage) string {
	var b struct {
		Name        string
		Certificate soc.Certificate
	}
	if json.Unmarshal(body, &b) != nil || b.Name == "" {
		return ""
	}
	rows := grouped(b.Certificate.RowsLoaded) + " rows"
	if b.Certificate.RowsLoaded == 1 {
		rows = "1 row"
	}
	complete := map[soc.Verdict]string{
		soc.Complete:         ", shown complete",
		soc.NotShownComplete: ", not shown complete",
		soc.ZeroConfirmed:    ", confirmed to be empty",
	}[b.Certificate.Verdict]
	return fmt.Sprintf("sealed the population %s: %s%s", b.Name, rows, complete)
}

func populationFailedSentence(body json.RawMessage) string {
	var b struct{ Name, Reason string }
	if json.Unmarshal(body, &b) != nil || b.Name == "" {
		return ""
	}
	text := "could not seal the population " + b.Name
	if b.Reason != "" {
		text += ": " + b.Reason
	}
	return text
}

func procedureSentence(body json.RawMessage) string {
	var b struct{ Procedure soc.Procedure }
	if json.Unmarshal(body, &b) != nil || b.Procedure.ID == "" {
		return ""
	}
	return fmt.Sprintf("fixed the procedure %s for the control %s, with %s",
		b.Procedure.ID, b.Procedure.Control, count(len(b.Procedure.Attributes), "attribute"))
}

func testSentence(verb string) func(json.RawMessage) string {
	return func(body json.RawMessage) string {
		var b struct{ Result soc.TestResult }
		if json.Unmarshal(body, &b) != nil || b.Result.Procedure == "" {
			return ""
		}
		r := b.Result
		text := fmt.Sprintf("%s the procedure %s", verb, r.Procedure)
		if r.Status != soc.RunComplete {
			text = fmt.Sprintf("could not complete the procedure %s", r.Procedure)
			if r.Reason != "" {
				text += ": " + r.Reason
			}
			return text
		}
		items := grouped(r.Items) + " items"
		if r.Items == 1 {
			items = "1 item"
		}
		if r.ItemsWithDeviation == 0 {
			return fmt.Sprintf("%s on %s: none with a deviation", text, items)
		}
		return fmt.Sprintf("%s on %s: %s with a deviation", text, items, grouped(r.ItemsWithDeviation))
	}
}

func reportSentence(body json.RawMessage) string {
	var b struct {
		LogSize int64 `json:"log_size"`
		Files   []struct{ Name string }
	}
	if json.Unmarshal(body, &b) != nil || len(b.Files) == 0 {
		return ""
	}
	var names []string
	for _, f := range b.Files {
		names = append(names, f.Name)
	}
	return fmt.Sprintf("drafted the report from the first %s entries: %s", grouped(b.LogSize), strings.Join(names, ", "))
}

// printable keeps text from a file from steering the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return unicode.ReplacementChar
	}, s)
}
