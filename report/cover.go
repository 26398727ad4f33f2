package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// cover is the first page. Its notice says what the document is not.
func (b *book) cover() Cover {
	e := &b.ex.Engagement
	c := Cover{
		Kicker: "Draft for review",
		Title:  e.Title() + " report",
		Subtitle: []string{
			b.organization(),
			b.system(),
			"Criteria for " + categories(e.Categories),
			e.Period.String(),
		},
		Firm: b.firm(),
		Notice: []string{
			"This is a draft. No practitioner has signed it, it expresses no opinion, and nobody may rely on it.",
		},
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

// aboutSection says what the draft is, who ran it, what it lacks and how to
// check it.
func (b *book) aboutSection() *Section {
	s := &Section{ID: "about", Title: "About this draft", Level: 1, NewPage: true}
	s.Blocks = []Block{
		lead(fmt.Sprintf("This document drafts a %s report on %s of %s for the period %s. Tickmark derived it from one engagement file and from nothing else.",
			b.sum.Title, b.system(), b.organization(), b.ex.Engagement.Period)),
		prose("Every figure and every result in it is computed from sealed rows. People conclude and sign; no person has done either here. The words “no exceptions noted” are printed only where a run went to its end, tested at least one item, found no deviation, and read only populations that are shown complete."),
	}
	if b.ex.Readiness {
		s.Blocks = append(s.Blocks, &Notice{Title: "A readiness examination", Tone: Caution, Blocks: []Block{
			prose("Management ran every stage by itself. The figures are management’s own. A practitioner has to perform the tests again, with a key of their own, before anything here can be part of a report."),
		}})
	}
	s.Sections = []*Section{b.keysSection(), b.missingSection(), b.verifySection()}
	return s
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
	log := b.ex.Log
	return &Section{ID: "about-verify", Title: "How to check it", Level: 2, Blocks: []Block{
		prose("Anyone who holds the engagement file can check this draft without a network and without trust in whoever made it:"),
		&Paragraph{Style: Code, Spans: []Span{text("tickmark verify DIR")}},
		prose("DIR is the folder of the engagement file. The command recomputes the log and every signature and digest in it, performs every test again from the sealed populations, and names each difference. The file has to be the one below:"),
		&KeyValues{Pairs: []Pair{
			{Key: "Log", Value: []Span{mono(orElse(log.Origin, "not stated"))}},
			pair("Entries", number(log.Size)),
			{Key: "Root", Value: []Span{mono(orElse(log.Root, "not stated"))}},
			pair("Time zone", b.ex.Engagement.TimeZone+"; every time in this document is in it"),
		}},
		small(text("A value derived from an entry of the log carries the entry’s id. The HTML rendering shows it where the pointer rests; the JSON rendering holds all of them.")),
	}}
}
