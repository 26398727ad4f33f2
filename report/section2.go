package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// assertionElement is something that management's assertion has to say, in our
// words.
type assertionElement struct {
	id, says string
	applies  func(b *book) bool // nil: always
}

// assertionElements are elements AS-1 to AS-11 of the domain reference.
var assertionElements = []assertionElement{
	{"AS-1", "Which description, system, service organization and %s it is about.", nil},
	{"AS-2", "That the description presents the system that was designed and implemented, as the description criteria ask.", func(b *book) bool { return b.rules.FullDescription }},
	{"AS-3", "That the description covers the relevant changes of the period and leaves out or distorts nothing that matters.", func(b *book) bool { return b.rules.FullDescription && b.rules.Operation }},
	{"AS-4", "Whether, in the view of management, the controls were suitably designed to give reasonable assurance of achieving %s.", nil},
	{"AS-5", "Whether, in the view of management, the controls operated effectively throughout the period.", func(b *book) bool { return b.rules.Operation }},
	{"AS-6", "That the achievement also depends on the controls that were assumed of user entities and of subservice organizations.", func(b *book) bool { return b.complementary() != "" }},
	{"AS-7", "Which method was used for each subservice organization, and what is left out or included.", func(b *book) bool { return len(b.ex.Engagement.SubserviceOrganizations) > 0 }},
	{"AS-8", "Which criteria it rests on: %s.", nil},
	{"AS-9", "Where the opinion is modified: the same matter, said by management too.", nil},
	{"AS-10", "Who makes it: someone with authority, to whom it can be attributed, and who has a reasonable basis for it.", nil},
	{"AS-11", "With the inclusive method: an assertion of its own by each organization that is included.", func(b *book) bool { return len(b.includedOrganizations()) > 0 }},
}

// includedOrganizations are the subservice organizations of the inclusive
// method.
func (b *book) includedOrganizations() []string {
	var names []string
	for _, so := range b.ex.Engagement.SubserviceOrganizations {
		if so.Method == inclusive {
			names = append(names, so.Name)
		}
	}
	return names
}

// assertionSection is Section II.
func (b *book) assertionSection() *Section {
	if b.final() {
		return b.signedAssertion()
	}
	s := &Section{ID: "section-2", Number: "II", Title: "Assertion of management (draft)", Level: 1, NewPage: true}
	if strings.TrimSpace(b.ex.Assertion) == "" {
		s.Blocks = []Block{&Notice{Title: "Management has given no assertion", Tone: Bad, Blocks: []Block{
			prose(fmt.Sprintf("The file holds no assertion of the management of %s. Without one a report cannot be issued.", b.organization())),
		}}}
	} else {
		s.Blocks = []Block{&Notice{Title: "Draft, not signed", Tone: Caution, Blocks: []Block{
			prose(fmt.Sprintf("The text below is a draft of the management of %s. Nobody has signed it, and nobody has examined it.", b.organization())),
		}}}
		text := &Section{ID: "section-2-text", Title: "Text of management", Level: 2}
		markdown(text, b.ex.Assertion)
		s.Sections = append(s.Sections, text)
	}
	s.Sections = append(s.Sections, b.includedSections()...)
	s.Sections = append(s.Sections, &Section{ID: "section-2-elements", Title: "What the assertion has to say", Level: 2, Blocks: []Block{
		prose("An assertion for this engagement has to say each of these. Whether a text does is for a person to judge."),
		b.elementList(),
	}})
	return s
}

// includedAssertion is the assertion of an included subservice organization, or
// nil.
func (b *book) includedAssertion(organization string) *soc.IncludedAssertion {
	for i := range b.ex.IncludedAssertions {
		if a := &b.ex.IncludedAssertions[i]; a.Organization == organization && strings.TrimSpace(a.Markdown) != "" {
			return a
		}
	}
	return nil
}

// includedSections are the assertions of the subservice organizations that are
// included; a draft says which are missing.
func (b *book) includedSections() []*Section {
	var out []*Section
	for i, name := range b.includedOrganizations() {
		s := &Section{ID: fmt.Sprintf("section-2-included-%d", i+1), Title: "Assertion of " + oneLine(name), Level: 2}
		if a := b.includedAssertion(name); a != nil {
			_, rest := cutTitle(a.Markdown)
			markdown(s, rest)
		} else {
			s.Blocks = []Block{&Notice{Title: "No assertion", Tone: Bad, Blocks: []Block{
				prose(oneLine(name) + " is included, and the file holds no assertion of its own. Without one a report cannot be issued."),
			}}}
		}
		out = append(out, s)
	}
	return out
}

// elementList lists the elements that apply to the engagement.
func (b *book) elementList() *List {
	over, criteria := "date", "the description criteria and the trust services criteria"
	if b.rules.Period {
		over = "period"
	}
	switch {
	case b.rules.Objectives:
		criteria = "those for the description, stated in full, and those for the controls"
	case !b.rules.FullDescription:
		criteria = "the trust services criteria"
	}
	aims := strings.TrimPrefix(b.aims(), "the principal ")
	if !b.rules.Objectives {
		aims = "the " + aims + ", by the trust services criteria"
	}
	words := map[string]string{"AS-1": over, "AS-4": aims, "AS-8": criteria}
	l := &List{Numbered: true}
	for _, e := range assertionElements {
		if e.applies != nil && !e.applies(b) {
			continue
		}
		says := e.says
		if word, ok := words[e.id]; ok {
			says = fmt.Sprintf(says, word)
		}
		l.Items = append(l.Items, []Block{prose(says)})
	}
	return l
}

// signedAssertion is Section II of a final report: the text of management with
// who signed it, and the assertion of each organization that is included.
func (b *book) signedAssertion() *Section {
	title, rest := cutTitle(b.ex.Assertion)
	s := &Section{ID: "section-2", Number: "II", Title: orElse(title, "Assertion of management"), Level: 1, NewPage: true}
	markdown(s, rest)
	s.Sections = append(s.Sections, b.includedSections()...)
	l := &KeyValues{}
	for _, name := range append([]string{b.ex.Engagement.ServiceOrganization.Name}, b.includedOrganizations()...) {
		if signed := soc.Latest(b.ex.Records.Assertions, name); signed != nil {
			r := signed.Record
			l.Pairs = append(l.Pairs, Pair{Key: "Signed for " + oneLine(name), Value: []Span{
				derived(fmt.Sprintf("%s, %s. Basis: %s", oneLine(r.Title), r.Date.Long(), sentence(oneLine(r.Basis))), signed.Entry)}})
		}
	}
	s.Sections = append(s.Sections, &Section{ID: "section-2-signature", Title: "Signature of management", Level: 2, Blocks: []Block{l}})
	return s
}
