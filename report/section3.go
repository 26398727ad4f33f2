package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// descriptionSection is Section III: management's text in the order of the
// description criteria, then what management declares as data.
func (b *book) descriptionSection() *Section {
	e := &b.ex.Engagement
	s := &Section{ID: "section-3", Number: "III", Title: "Description of the system", Level: 1, NewPage: true}
	words := fmt.Sprintf("This section is the description of the management of %s, in its own words.", b.organization())
	if !b.final() {
		words += " Nobody has concluded on it."
	}
	s.Blocks = []Block{
		prose(words),
		&KeyValues{Pairs: []Pair{
			pair("Service organization", withPlace(b.organization(), listedPlace(e.ServiceOrganization.City, e.ServiceOrganization.State))),
			pair("System", withSummary(b.system(), oneLine(e.System.Summary))),
			b.spanPair(),
		}},
	}
	if !b.rules.Objectives {
		pairs := s.Blocks[1].(*KeyValues)
		pairs.Pairs = append(pairs.Pairs, pair("Categories", categories(e.Categories)))
	}
	if missing := b.missingDescription(); missing != nil && !b.final() {
		s.Blocks = append(s.Blocks, missing)
	}
	for i, d := range b.descriptionInOrder() {
		sec := &Section{ID: fmt.Sprintf("section-3-%d", i+1), Number: d.Criterion, Title: oneLine(orElse(d.Title, "(no title)")), Level: 2}
		if strings.TrimSpace(d.Markdown) == "" {
			sec.Blocks = []Block{&Notice{Title: "Empty", Tone: Caution, Blocks: []Block{prose("The file " + d.File + " says nothing.")}}}
		} else {
			markdown(sec, d.Markdown)
		}
		s.Sections = append(s.Sections, sec)
	}
	s.Sections = append(s.Sections, b.descriptionDeclared()...)
	return s
}

// spanPair is what the report covers, as a label with its value.
func (b *book) spanPair() Pair {
	e := &b.ex.Engagement
	if b.rules.Period {
		return pair("Period", fmt.Sprintf("%s, both days included (%s, time zone %s)", e.Period, counted(int64(e.Period.Days()), "day"), e.TimeZone))
	}
	return pair("Date", fmt.Sprintf("%s (time zone %s)", capital(b.span()), e.TimeZone))
}

func withPlace(name, place string) string {
	if place == "" {
		return name
	}
	return name + ", " + place
}

func withSummary(name, summary string) string {
	if summary == "" {
		return name
	}
	return name + ": " + summary
}

// descriptionInOrder sorts management's sections by description criterion;
// those of the same criterion keep the order of their files.
func (b *book) descriptionInOrder() []soc.DescriptionSection {
	place := func(id string) int {
		list := catalog.DescriptionFor(b.rules)
		if i := slices.IndexFunc(list, func(c soc.DescriptionCriterion) bool { return c.ID == id }); i >= 0 {
			return i
		}
		return len(list)
	}
	list := slices.Clone(b.ex.Description)
	slices.SortStableFunc(list, func(x, y soc.DescriptionSection) int {
		if d := place(x.Criterion) - place(y.Criterion); d != 0 {
			return d
		}
		return strings.Compare(x.File, y.File)
	})
	return list
}

// missingDescription names the description criteria that no section is
// written for; nil when there is one for each.
func (b *book) missingDescription() Block {
	has := map[string]bool{}
	for _, d := range b.ex.Description {
		if strings.TrimSpace(d.Markdown) != "" {
			has[d.Criterion] = true
		}
	}
	var items []string
	for _, c := range catalog.DescriptionFor(b.rules) {
		if !has[c.ID] {
			items = append(items, c.ID+": "+c.Text)
		}
	}
	if len(items) == 0 {
		return nil
	}
	return &Notice{Title: fmt.Sprintf("Not described: %s of the description criteria", number(int64(len(items)))), Tone: Caution, Blocks: []Block{
		prose("Management has written no section for these. One of them may not apply; the description has to say so."),
		bullets(items...),
	}}
}

func (b *book) commitmentsSection() *Section {
	if len(b.ex.Commitments) == 0 || b.rules.Objectives {
		return nil
	}
	t := &Table{Columns: []Column{
		{Title: "Id", Weight: 10}, {Title: "Kind", Weight: 14}, {Title: "Statement", Weight: 42}, {Title: "Category", Weight: 14}, {Title: "Source", Weight: 20},
	}}
	for _, c := range b.ex.Commitments {
		t.Rows = append(t.Rows, row(spanCell(bold(c.ID)), cell(c.Kind), blockCell(given(c.Statement)), cell(spaced(string(c.Category))), cell(oneLine(c.Source))))
	}
	return &Section{ID: "section-3-commitments", Title: "Service commitments and system requirements", Level: 2, Blocks: []Block{t}}
}

// controlsSection lists the controls as management declares them.
func (b *book) controlsSection() *Section {
	if len(b.ex.Controls) == 0 {
		return nil
	}
	t := &Table{Compact: true, Columns: []Column{
		{Title: "Control", Weight: 11}, {Title: "Title", Weight: 27}, {Title: "Owner", Weight: 17}, {Title: "Frequency", Weight: 12},
		{Title: "Nature", Weight: 12}, {Title: "Purpose", Weight: 11}, {Title: "In force", Weight: 14},
	}}
	for i := range b.ex.Controls {
		c := &b.ex.Controls[i]
		t.Rows = append(t.Rows, row(spanCell(b.controlSpan(c.ID, true)), cell(oneLine(c.Title)), cell(oneLine(c.Owner)), cell(spaced(c.Frequency)),
			cell(spaced(c.Nature)), cell(c.Purpose), cell(b.inForce(c))))
	}
	return &Section{ID: "section-3-controls", Title: "Controls", Level: 2, Blocks: []Block{
		para(text(b.controlsWhere()), linked("Section IV", "section-4"), text(".")), t,
	}}
}

// controlsWhere says where the statements of the controls stand.
func (b *book) controlsWhere() string {
	if b.rules.ShowsTests {
		return "What each control says stands beside its tests in "
	}
	return "What each control says stands in "
}

func (b *book) inForce(c *soc.Control) string {
	from, to := c.EffectiveFrom.String(), c.EffectiveTo.String()
	switch {
	case from == "" && to == "" && b.rules.Period:
		return "whole period"
	case from == "" && to == "":
		return "on the date"
	case to == "":
		return "from " + from
	case from == "":
		return "to " + to
	}
	return from + " to " + to
}

func (b *book) subserviceSection() *Section {
	e := &b.ex.Engagement
	if len(e.SubserviceOrganizations) == 0 && len(b.ex.CSOCs) == 0 {
		return nil
	}
	s := &Section{ID: "section-3-subservice", Title: "Subservice organizations", Level: 2}
	t := &Table{Columns: []Column{
		{Title: "Name", Weight: 24}, {Title: "Services", Weight: 40}, {Title: "Method", Weight: 14}, {Title: b.measuresHead(), Weight: 22},
	}}
	for _, so := range e.SubserviceOrganizations {
		t.Rows = append(t.Rows, row(spanCell(bold(oneLine(so.Name))), blockCell(given(so.Services)), cell(strings.ReplaceAll(orElse(so.Method, "not declared"), "_", "-")), cell(b.bears(so.Criteria, so.Objectives))))
	}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	if len(b.ex.CSOCs) > 0 {
		c := &Table{Caption: "Complementary subservice organization controls: expected of a subservice organization, not tested", Columns: []Column{
			{Title: "Id", Weight: 12}, {Title: "Organization", Weight: 22}, {Title: "Control expected", Weight: 46}, {Title: b.measuresHead(), Weight: 20},
		}}
		for _, x := range b.ex.CSOCs {
			c.Rows = append(c.Rows, row(spanCell(bold(x.ID)), cell(oneLine(x.Organization)), blockCell(given(x.Statement)), cell(b.bears(x.Criteria, x.Objectives))))
		}
		s.Blocks = append(s.Blocks, c)
	}
	return s
}

func (b *book) cuecsSection() *Section {
	if len(b.ex.CUECs) == 0 {
		return nil
	}
	t := &Table{Caption: "Assumed of user entities, not tested", Columns: []Column{
		{Title: "Id", Weight: 12}, {Title: "Control assumed", Weight: 66}, {Title: b.measuresHead(), Weight: 22},
	}}
	for _, x := range b.ex.CUECs {
		t.Rows = append(t.Rows, row(spanCell(bold(x.ID)), blockCell(given(x.Statement)), cell(b.bears(x.Criteria, x.Objectives))))
	}
	return &Section{ID: "section-3-cuecs", Title: "Complementary user entity controls", Level: 2, Blocks: []Block{t}}
}

func (b *book) vendorsSection() *Section {
	if len(b.ex.Vendors) == 0 {
		return nil
	}
	t := &Table{Caption: "Vendors that are not subservice organizations", Columns: []Column{{Title: "Name", Weight: 35}, {Title: "Services", Weight: 65}}}
	for _, v := range b.ex.Vendors {
		t.Rows = append(t.Rows, row(spanCell(bold(oneLine(v.Name))), blockCell(given(v.Services))))
	}
	return &Section{ID: "section-3-vendors", Title: "Vendors", Level: 2, Blocks: []Block{t}}
}

// incidentsSection lists the incidents that management discloses, and says
// how many it decided not to.
func (b *book) incidentsSection() *Section {
	if len(b.ex.Incidents) == 0 {
		return nil
	}
	t := &Table{Columns: []Column{
		{Title: "Id", Weight: 12}, {Title: "Date", Weight: 16}, {Title: "What happened", Weight: 42}, {Title: "Why it is disclosed", Weight: 30},
	}}
	kept := int64(0)
	for _, x := range b.ex.Incidents {
		if !x.Disclose {
			kept++
			continue
		}
		t.Rows = append(t.Rows, row(spanCell(bold(x.ID)), cell(x.Date.String()), blockCell(given(x.Summary)), blockCell(given(x.Reason))))
	}
	s := &Section{ID: "section-3-incidents", Title: "System incidents", Level: 2}
	if len(t.Rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	} else {
		s.Blocks = append(s.Blocks, prose("Management discloses none of the incidents that it lists."))
	}
	if kept > 0 && !b.final() {
		s.Blocks = append(s.Blocks, small(text(fmt.Sprintf("Management lists %s more that it decided not to disclose; the reasons are in the engagement file.", counted(kept, "incident")))))
	}
	return s
}
