package report

import (
	"fmt"
	"strings"
)

// assertionElements are what management's assertion has to say, in our words.
// The second column says when an element applies.
var assertionElements = []struct{ says, when string }{
	{"Which description, system, service organization and period it is about.", ""},
	{"That the description presents the system that was designed and implemented, as the description criteria ask.", ""},
	{"That the description covers the relevant changes of the period and leaves out or distorts nothing that matters.", ""},
	{"Whether, in the view of management, the controls were suitably designed to give reasonable assurance of achieving the service commitments and system requirements, by the trust services criteria.", ""},
	{"Whether, in the view of management, the controls operated effectively throughout the period.", ""},
	{"That the achievement also depends on the controls that were assumed of user entities and of subservice organizations.", "assumed"},
	{"Which method was used for each subservice organization, and what is left out or included.", "subservice"},
	{"Which criteria it rests on: the description criteria and the trust services criteria.", ""},
	{"Where the opinion is modified: the same matter, said by management too.", "modified"},
	{"Who makes it: someone with authority, to whom it can be attributed, and who has a reasonable basis for it.", ""},
	{"With the inclusive method: an assertion of its own by each organization that is included.", "inclusive"},
}

// assertionSection is Section II.
func (b *book) assertionSection() *Section {
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
	s.Sections = append(s.Sections, &Section{ID: "section-2-elements", Title: "What the assertion has to say", Level: 2, Blocks: []Block{
		prose("An assertion for this engagement has to say each of these. Whether a text does is for a person to judge."),
		b.elementList(),
	}})
	return s
}

// elementList lists the elements that apply to the engagement.
func (b *book) elementList() *List {
	inclusive := false
	for _, so := range b.ex.Engagement.SubserviceOrganizations {
		inclusive = inclusive || so.Method == "inclusive"
	}
	applies := map[string]bool{
		"":           true,
		"modified":   true,
		"assumed":    len(b.ex.CUECs)+len(b.ex.CSOCs) > 0,
		"subservice": len(b.ex.Engagement.SubserviceOrganizations) > 0,
		"inclusive":  inclusive,
	}
	l := &List{Numbered: true}
	for _, e := range assertionElements {
		if applies[e.when] {
			l.Items = append(l.Items, []Block{prose(e.says)})
		}
	}
	return l
}
