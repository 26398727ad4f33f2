package report

import (
	"fmt"
	"strings"
)

// This file holds the parts of Section III that management declares as data
// beside its text.

// objectivesSection states the control objectives of a SOC 1.
func (b *book) objectivesSection() *Section {
	if !b.rules.Objectives {
		return nil
	}
	s := &Section{ID: "section-3-objectives", Title: "Control objectives", Level: 2}
	if len(b.scope) == 0 {
		s.Blocks = []Block{&Notice{Title: "No control objective", Tone: Bad, Blocks: []Block{prose("Management has stated no control objective. Without one a SOC 1 report cannot be issued.")}}}
		return s
	}
	t := &Table{Columns: []Column{{Title: "Objective", Weight: 12}, {Title: "Statement", Weight: 50}, {Title: "Assertions of user entities’ financial statements", Weight: 38}}}
	for _, c := range b.scope {
		var words []string
		for _, a := range c.Objective.Assertions {
			words = append(words, spaced(a))
		}
		t.Rows = append(t.Rows, row(spanCell(Span{Text: c.ID, Bold: true, Link: b.yardstickID(c.ID)}), blockCell(given(c.Objective.Statement)), cell(listed(words))))
	}
	s.Blocks = []Block{t}
	return s
}

// transactionsSection lists the classes of transactions of a SOC 1.
func (b *book) transactionsSection() *Section {
	if !b.rules.Objectives || len(b.ex.Transactions) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{{Title: "Id", Weight: 12}, {Title: "Class of transactions", Weight: 28}, {Title: "What it is", Weight: 60}}}
	for _, x := range b.ex.Transactions {
		t.Rows = append(t.Rows, row(spanCell(bold(x.ID)), cell(oneLine(x.Name)), blockCell(given(x.Description))))
	}
	return &Section{ID: "section-3-transactions", Title: "Classes of transactions", Level: 2, Blocks: []Block{t}}
}

// componentsSection lists the components of the system and where it ends.
func (b *book) componentsSection() *Section {
	blocks := b.componentBlocks()
	if len(blocks) == 0 {
		return nil
	}
	return &Section{ID: "section-3-components", Title: "Components and boundary", Level: 2, Blocks: blocks}
}

func (b *book) componentBlocks() []Block {
	c := b.ex.Components
	var out []Block
	if strings.TrimSpace(c.Boundary) != "" {
		out = append(out, para(bold("Boundary. "), text(oneLine(c.Boundary))))
	}
	if len(c.List) > 0 {
		t := &Table{Columns: []Column{{Title: "Kind", Weight: 16}, {Title: "Component", Weight: 26}, {Title: "What it is", Weight: 58}}}
		for _, x := range c.List {
			what := given(x.Description)
			if x.Organization != "" {
				what = append(what, small(text("Of "+oneLine(x.Organization)+", which is included.")))
			}
			t.Rows = append(t.Rows, row(cell(capital(spaced(string(x.Kind)))), cell(oneLine(x.Name)), blockCell(what)))
		}
		out = append(out, t)
	}
	return out
}

// changesSection lists the significant changes during the period.
func (b *book) changesSection() *Section {
	if len(b.ex.Changes) == 0 || !b.rules.Period {
		return nil
	}
	t := &Table{Columns: []Column{{Title: "Id", Weight: 10}, {Title: "Date", Weight: 14}, {Title: "What changed", Weight: 32}, {Title: "Effect", Weight: 28}, {Title: "Controls", Weight: 16}}}
	for _, x := range b.ex.Changes {
		var controls []string
		if len(x.Superseded) > 0 {
			controls = append(controls, "ended: "+strings.Join(x.Superseded, ", "))
		}
		if len(x.Successors) > 0 {
			controls = append(controls, "began: "+strings.Join(x.Successors, ", "))
		}
		t.Rows = append(t.Rows, row(spanCell(bold(x.ID)), cell(x.Date.String()), blockCell(given(x.What)), blockCell(given(x.Effect)), cell(strings.Join(controls, "; "))))
	}
	return &Section{ID: "section-3-changes", Title: "Significant changes during the period", Level: 2, Blocks: []Block{t}}
}

// responsibilitiesSection lists advice to user entities, apart from the
// controls that the design assumes of them.
func (b *book) responsibilitiesSection() *Section {
	if len(b.ex.UserResponsibilities) == 0 {
		return nil
	}
	t := &Table{Caption: "Advice to user entities: nothing in the design depends on it", Columns: []Column{{Title: "Id", Weight: 12}, {Title: "Responsibility", Weight: 88}}}
	for _, x := range b.ex.UserResponsibilities {
		t.Rows = append(t.Rows, row(spanCell(bold(x.ID)), blockCell(given(x.Statement))))
	}
	return &Section{ID: "section-3-responsibilities", Title: "User responsibilities", Level: 2, Blocks: []Block{t}}
}

// irrelevantSection lists the criteria that management states are not
// relevant, with the reasons.
func (b *book) irrelevantSection() *Section {
	if len(b.ex.NotRelevant) == 0 || b.rules.Objectives {
		return nil
	}
	t := &Table{Columns: []Column{{Title: "Criterion", Weight: 14}, {Title: "Why it is not relevant", Weight: 86}}}
	for _, x := range b.ex.NotRelevant {
		t.Rows = append(t.Rows, row(spanCell(bold(x.Criterion)), blockCell(given(x.Reason))))
	}
	return &Section{ID: "section-3-not-relevant", Title: "Criteria that are not relevant", Level: 2, Blocks: []Block{t}}
}

// boundarySection is Attachment A of a SOC 3: the boundary of the system.
func (b *book) boundarySection() *Section {
	s := &Section{ID: "attachment-a", Title: "Attachment A: boundary of the system", Level: 1, NewPage: true}
	s.Blocks = []Block{&KeyValues{Pairs: []Pair{
		pair("Service organization", withPlace(b.organization(), listedPlace(b.ex.Engagement.ServiceOrganization.City, b.ex.Engagement.ServiceOrganization.State))),
		pair("System", withSummary(b.system(), oneLine(b.ex.Engagement.System.Summary))),
		pair("Period", b.span()),
		pair("Categories", categories(b.ex.Engagement.Categories)),
	}}}
	b.attach(s, "BOUNDARY")
	if blocks := b.componentBlocks(); len(blocks) > 0 {
		s.Sections = append(s.Sections, &Section{ID: "attachment-a-components", Title: "Components", Level: 2, Blocks: blocks})
	}
	for _, sec := range []*Section{b.subserviceSection(), b.cuecsSection(), b.responsibilitiesSection()} {
		if sec != nil {
			s.Sections = append(s.Sections, sec)
		}
	}
	return s
}

// principalSection is Attachment B of a SOC 3.
func (b *book) principalSection() *Section {
	s := &Section{ID: "attachment-b", Title: "Attachment B: principal service commitments and system requirements", Level: 1, NewPage: true}
	b.attach(s, "COMMITMENTS")
	if sec := b.commitmentsSection(); sec != nil {
		s.Sections = append(s.Sections, sec)
	}
	if len(s.Sections) == 0 {
		s.Blocks = []Block{&Notice{Title: "Not written", Tone: Bad, Blocks: []Block{prose("Management has stated no principal service commitment and no system requirement.")}}}
	}
	return s
}

// attach puts management's text for one attachment into its section, and says
// when there is none.
func (b *book) attach(s *Section, criterion string) {
	n := 0
	for _, d := range b.ex.Description {
		if d.Criterion != criterion || strings.TrimSpace(d.Markdown) == "" {
			continue
		}
		n++
		sec := &Section{ID: fmt.Sprintf("%s-%d", s.ID, n), Title: oneLine(orElse(d.Title, "(no title)")), Level: 2}
		markdown(sec, d.Markdown)
		s.Sections = append(s.Sections, sec)
	}
	if n == 0 && !b.final() {
		s.Blocks = append(s.Blocks, &Notice{Title: "Not written", Tone: Caution, Blocks: []Block{prose("Management has written no text for " + criterion + ".")}})
	}
}

// descriptionDeclared are the parts of Section III that are data, in order.
func (b *book) descriptionDeclared() []*Section {
	var out []*Section
	for _, sec := range []*Section{
		b.objectivesSection(), b.transactionsSection(), b.commitmentsSection(), b.componentsSection(), b.controlsSection(), b.irrelevantSection(),
		b.subserviceSection(), b.cuecsSection(), b.responsibilitiesSection(), b.vendorsSection(), b.incidentsSection(), b.changesSection(),
	} {
		if sec != nil {
			out = append(out, sec)
		}
	}
	return out
}
