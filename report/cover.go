package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// cover is the first page. The notice of a draft says what the document is
// not; that of a final report who may use it.
func (b *book) cover() Cover {
	e := &b.ex.Engagement
	c := Cover{
		Kicker:   "Draft for review",
		Title:    b.title() + " report",
		Subtitle: []string{b.organization(), b.system()},
		Firm:     b.firm(),
	}
	if !b.rules.Objectives {
		c.Subtitle = append(c.Subtitle, "Criteria for "+categories(e.Categories))
	}
	c.Subtitle = append(c.Subtitle, b.span())
	if b.final() {
		c.Kicker = "Report of an independent service auditor"
		c.Firm = oneLine(b.ex.Final.Firm)
		if b.rules.Restricted {
			c.Notice = append(c.Notice, "The use of this report is restricted: see the service auditor’s report in Section I.")
		}
		if b.ex.Final.Replaces != "" {
			c.Notice = append(c.Notice, fmt.Sprintf("This report replaces the one of entry %s%s. Reason: %s", oneLine(b.ex.Final.Replaces), b.replacedDate(), sentence(oneLine(b.ex.Final.Reason))))
		}
	} else {
		c.Notice = []string{"This is a draft. No practitioner has signed it, it expresses no opinion, and nobody may rely on it."}
	}
	if b.ex.Readiness {
		c.Firm = "No practitioner took part"
		c.Notice = append(c.Notice, "Readiness: management performed every test in it. It can never be issued.")
	}
	if e.Example {
		c.Notice = append(c.Notice, "Example: the program ships with Tickmark. It describes no real service organization.")
	}
	if b.sum.ThrowAway {
		c.Notice = append(c.Notice, "A throw-away key signed tests in it. It can never be issued.")
	}
	return c
}

// replacedDate is the date of the report that this one replaces, where it is
// known.
func (b *book) replacedDate() string {
	if b.ex.Final.ReplacesDate.IsZero() {
		return ""
	}
	return ", dated " + b.ex.Final.ReplacesDate.Long()
}

// aboutSection says what the draft is, who ran it, what it lacks and how to
// check it.
func (b *book) aboutSection() *Section {
	s := &Section{ID: "about", Title: "About this draft", Level: 1, NewPage: true}
	s.Blocks = []Block{
		lead(fmt.Sprintf("This document drafts a %s report on %s of %s %s. Tickmark derived it from one engagement file and from nothing else.",
			b.sum.Title, b.system(), b.organization(), b.spanPhrase())),
	}
	if b.rules.ShowsTests {
		s.Blocks = append(s.Blocks, prose("Every figure and every result in it is computed from sealed rows. People conclude and sign; no person has done either here. The words “no exceptions noted” are printed only where a run went to its end, tested at least one item, found no deviation, and read only populations that are shown complete."))
	} else {
		s.Blocks = append(s.Blocks, prose("A report of this kind shows no tests and no results. "+b.testsInFile()+" People conclude and sign; no person has done either here."))
	}
	if b.ex.Readiness {
		s.Blocks = append(s.Blocks, &Notice{Title: "A readiness examination", Tone: Caution, Blocks: []Block{
			prose("Management ran every stage by itself. The figures are management’s own. A practitioner has to perform the tests again, with a key of their own, before anything here can be part of a report."),
		}})
	}
	s.Sections = []*Section{b.keysSection(), b.missingSection(), b.verifySection()}
	return s
}

// testsInFile says that the file holds results which the report does not.
func (b *book) testsInFile() string {
	if n := len(b.ex.Tests); n > 0 {
		return fmt.Sprintf("The engagement file holds %s, which this document leaves out.", counted(int64(n), "result of a test", "results of tests"))
	}
	return "The engagement file holds none."
}

// keysSection lists the keys that wrote to the file.
func (b *book) keysSection() *Section {
	s := &Section{ID: "about-keys", Title: "Who ran it", Level: 2}
	if len(b.ex.Actors) == 0 {
		s.Blocks = []Block{prose("The file names no key.")}
		return s
	}
	t := &Table{Caption: "Keys that wrote to the engagement file", Compact: true, Columns: []Column{
		{Title: "Name of the key", Weight: 20}, {Title: "Party", Weight: 14}, {Title: "Role", Weight: 16},
		{Title: "Kind", Weight: 18}, {Title: "Key id", Weight: 32},
	}}
	for _, a := range b.ex.Actors {
		kind := toned(cell("kept by its owner"), Plain)
		if a.ThrowAway {
			kind = toned(cell("throw-away: made by the run"), Caution)
		}
		t.Rows = append(t.Rows, row(cell(a.Name), cell(capital(string(a.Party))), cell(orElse(a.Role, "not stated")), kind, spanCell(mono(a.KeyID))))
	}
	s.Blocks = []Block{t}
	if b.sum.ThrowAway {
		s.Blocks = append(s.Blocks, prose("A throw-away key is one that a run makes for itself when no key is named. Nobody can be held to what it signed, so a draft with tests under such a key can never be issued."))
	}
	return s
}

// missingSection lists the gates that are open.
func (b *book) missingSection() *Section {
	s := &Section{ID: "about-missing", Title: "What is missing before a report can be issued", Level: 2}
	if b.sum.Gates == 0 {
		s.Blocks = []Block{prose("The gates were not evaluated, so none of them can be taken as met.")}
		return s
	}
	s.Blocks = []Block{prose(fmt.Sprintf("Of %s that were evaluated, %s open; %s of these cannot be overridden by anyone, the others by the engagement partner with a reason.",
		counted(int64(b.sum.Gates), "gate"), isAre(int64(b.sum.GatesOpen)), number(int64(b.sum.GatesBlocking))))}
	t := &Table{Caption: "Open gates", Compact: true, Columns: []Column{
		{Title: "Gate", Weight: 13}, {Title: "What must hold", Weight: 37}, {Title: "What is missing", Weight: 37}, {Title: "Blocks issue", Weight: 13},
	}}
	for _, g := range b.ex.Gates {
		if !g.Open {
			continue
		}
		blocks := "yes"
		if !g.Blocks {
			blocks = "unless overridden"
		}
		t.Rows = append(t.Rows, row(spanCell(bold(g.ID)), cell(g.Requirement), missingCell(g), cell(blocks)))
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	return s
}

// manyMissing is how many things a gate may miss before they are set as
// running text, which takes less room than a list.
const manyMissing = 6

func missingCell(g soc.GateState) Cell {
	switch len(g.Missing) {
	case 0:
		return cell("Not said.")
	case 1:
		return cell(g.Missing[0])
	}
	if len(g.Missing) > manyMissing {
		return cell(strings.Join(g.Missing, " "))
	}
	return blockCell([]Block{bullets(g.Missing...)})
}

func isAre(n int64) string {
	if n == 1 {
		return "1 is"
	}
	return number(n) + " are"
}

// verifySection says how anyone can check the draft.
func (b *book) verifySection() *Section {
	return &Section{ID: "about-verify", Title: "How to check it", Level: 2, Blocks: b.verifyBlocks("draft")}
}

// annexSection ends a final report: how to check it. It is the program's, not
// the service auditor's.
func (b *book) annexSection() *Section {
	s := &Section{ID: "annex", Title: "Annex: how to check this report", Level: 1, NewPage: true}
	s.Blocks = append([]Block{prose("Tickmark wrote this page. It is not part of the service auditor’s report, and no opinion covers it.")}, b.verifyBlocks("report")...)
	return s
}

func (b *book) verifyBlocks(what string) []Block {
	log, again := b.ex.Log, ""
	if b.rules.ShowsTests {
		again = "performs every test again from the sealed populations, "
	}
	blocks := []Block{
		prose("Anyone who holds the engagement file can check this " + what + " without a network and without trust in whoever made it:"),
		&Paragraph{Style: Code, Spans: []Span{text("tickmark verify DIR")}},
		prose("DIR is the folder of the engagement file. The command recomputes the log and every signature and digest in it, " + again + "and names each difference. The file has to be the one below:"),
		&KeyValues{Pairs: []Pair{
			{Key: "Log", Value: []Span{mono(orElse(log.Origin, "not stated"))}},
			pair("Entries", number(log.Size)),
			{Key: "Root", Value: []Span{mono(orElse(log.Root, "not stated"))}},
			pair("Time zone", b.ex.Engagement.TimeZone+"; every time in this document is in it"),
		}},
	}
	if b.rules.ShowsTests {
		blocks = append(blocks, small(text("A value derived from an entry of the log carries the entry’s id. The HTML rendering shows it where the pointer rests; the JSON rendering holds all of them.")))
	}
	return blocks
}
