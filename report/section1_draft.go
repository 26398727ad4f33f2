package report

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// auditorDraft is Section I of a draft. It lays out the parts that an independent
// service auditor's report has, in our own words, fills in what the file
// states, and says of the rest that it awaits the practitioner. It never
// holds an opinion.
func (b *book) auditorDraft() *Section {
	s := &Section{ID: "section-1", Number: "I", Title: "Independent service auditor’s report (draft)", Level: 1, NewPage: true}
	s.Blocks = []Block{b.unsignedNotice()}
	s.Sections = []*Section{
		{ID: "section-1-scope", Title: "Scope", Level: 2, Blocks: b.scopeBlocks()},
		{ID: "section-1-responsibilities", Title: "Responsibilities", Level: 2, Blocks: b.responsibilityBlocks()},
		{ID: "section-1-limits", Title: "Inherent limitations", Level: 2, Blocks: []Block{
			prose(b.commonNeeds() + "Because of their nature, controls may not prevent, or detect and correct, every error, omission or misuse. What is found about a past period says nothing certain about a later one: the system may change, and so may the degree to which a control is followed."),
		}},
	}
	if tests := b.testsPart(); tests != nil {
		s.Sections = append(s.Sections, tests)
	}
	s.Sections = append(s.Sections, b.opinionSection(),
		&Section{ID: "section-1-use", Title: b.useTitle(), Level: 2, Blocks: b.useBlocks()},
		&Section{ID: "section-1-signature", Title: "Signature", Level: 2, Blocks: b.signatureBlocks()})
	return s
}

// commonNeeds says for whom a description is written; a SOC 3 has none.
func (b *book) commonNeeds() string {
	if !b.rules.FullDescription {
		return ""
	}
	return "The description is written for the common needs of many users and may leave out what one of them finds important. "
}

// testsPart says where the tests are, or that operation is not examined; nil
// for a SOC 3, which prints none.
func (b *book) testsPart() *Section {
	switch {
	case b.rules.ShowsTests:
		return &Section{ID: "section-1-tests", Title: "Description of tests of controls", Level: 2, Blocks: []Block{
			para(text("The controls, the tests that were run on them and the results of those tests are listed in "), linked("Section IV", "section-4"),
				text(". Every deviation is counted there and none is left out for being small. Of a test with very many, the first are listed and the others are named by the digest of their sealed list.")),
		}}
	case !b.rules.Operation:
		return &Section{ID: "section-1-tests", Title: "Operation is not examined", Level: 2, Blocks: []Block{
			prose("A report as of a date rests on no procedure on the operation of the controls, and expresses no opinion on it."),
		}}
	}
	return nil
}

// unsignedNotice stands before everything else in Section I.
func (b *book) unsignedNotice() *Notice {
	n := &Notice{Title: "This is not a report", Tone: Bad}
	if b.ex.Readiness {
		n.Blocks = []Block{prose("Management ran this examination by itself. No independent service auditor took part. The section shows what such a report has to contain, and what this file could contribute to it.")}
		return n
	}
	n.Blocks = []Block{prose("No practitioner has concluded on anything below, and none has signed. The section shows the parts of the report, filled in where the engagement file states a fact, and says what each of the others awaits.")}
	return n
}

func (b *book) scopeBlocks() []Block {
	e := &b.ex.Engagement
	out := []Block{
		para(bold("Addressee. "), text("Awaits the practitioner; normally the management of "+b.organization()+".")),
		b.subjectBlock(),
	}
	if b.rules.FullDescription {
		out = append(out, para(bold("Other information. "), linked("Section V", "section-5"), text(" is information of management that is not part of the description. "+b.notTested())))
	}
	for _, so := range e.SubserviceOrganizations {
		out = append(out, b.subserviceBlock(so))
	}
	if len(b.ex.CUECs) > 0 {
		out = append(out, para(bold("Controls of user entities. "), text(fmt.Sprintf("%s names %s that %s assumed in the design of its own. %s can be achieved only if user entities have designed and operate those controls too. None was evaluated. The list is in ",
			capital(b.bounds()), counted(int64(len(b.ex.CUECs)), "complementary user entity control"), b.organization(), b.achievable())), linked(b.descriptionPlace(), "section-3-cuecs"), text(".")))
	}
	return out
}

// subjectBlock says what is to be examined, and against what.
func (b *book) subjectBlock() Block {
	e := &b.ex.Engagement
	operation := ""
	if b.rules.Operation {
		operation = ", and whether they operated effectively throughout that period,"
	}
	against := ""
	if !b.rules.Objectives {
		against = fmt.Sprintf(", against the trust services criteria for %s (%s)", categories(e.Categories), b.measures(len(b.scope)))
	}
	if !b.rules.FullDescription {
		return para(bold("Subject. "), text(fmt.Sprintf("To be examined is whether the controls within %s of %s were suitably designed, and whether they operated effectively, %s, to give reasonable assurance that %s were achieved%s.", b.system(), b.organization(), b.when(), b.aims(), against)))
	}
	return para(bold("Subject. "), text(fmt.Sprintf("To be examined are the description of %s of %s in ", b.system(), b.organization())), linked("Section III", "section-3"),
		text(fmt.Sprintf(", %s, against %s; and whether the controls in it were suitably designed%s to give reasonable assurance that %s %s achieved%s.",
			b.when(), b.descriptionCriteria(), operation, b.aims(), b.would(), against)))
}

// bounds names what management writes of the system: a description, or the
// boundary in a SOC 3.
func (b *book) bounds() string {
	if b.rules.FullDescription {
		return "the description"
	}
	return "the boundary of the system"
}

// would is how the aims of controls are spoken of.
func (b *book) would() string {
	if b.rules.Operation {
		return "were"
	}
	return "would be"
}

// notTested says what nobody does with other information.
func (b *book) notTested() string {
	if b.rules.ShowsTests {
		return "The tests did not extend to it, and no conclusion will."
	}
	return "No conclusion extends to it."
}

// achievable is what depends on the controls of others, as the start of a
// sentence.
func (b *book) achievable() string {
	if b.rules.Objectives {
		return "The control objectives"
	}
	return "The commitments and requirements"
}

// descriptionPlace names where management's lists stand.
func (b *book) descriptionPlace() string {
	if b.rules.FullDescription {
		return "Section III"
	}
	return "Attachment A"
}

// subserviceBlock says how one subservice organization is treated.
func (b *book) subserviceBlock(so soc.SubserviceOrganization) Block {
	name, services := oneLine(so.Name), oneLine(orElse(so.Services, "services"))
	if so.Method == inclusive {
		return para(bold("Subservice organization: "+name+". "), text(fmt.Sprintf("%s uses %s for %s. The inclusive method is declared: %s is to hold that organization’s part of the system and its controls, and tests have to extend to them.", b.organization(), name, services, b.bounds())))
	}
	if so.Method != carveOut {
		return para(bold("Subservice organization: "+name+". "), text(fmt.Sprintf("%s uses %s for %s. Whether its controls are carved out or included is not declared.", b.organization(), name, services)))
	}
	n := 0
	for _, c := range b.ex.CSOCs {
		if c.Organization == so.Name {
			n++
		}
	}
	expected := capital(b.bounds()) + " does not say which controls it is expected to have."
	if n > 0 {
		expected = fmt.Sprintf("%s names %s that it is expected to have; none was evaluated.", capital(b.bounds()), counted(int64(n), "complementary control"))
	}
	extended := "no test extended to them"
	if !b.rules.ShowsTests {
		extended = "nobody examines them"
	}
	return para(bold("Carved out: "+name+". "), text(fmt.Sprintf("%s uses %s for %s. %s leaves out the controls of %s, and %s. %s", b.organization(), name, services, capital(b.bounds()), name, extended, expected)))
}

func (b *book) responsibilityBlocks() []Block {
	states := "for its service commitments and system requirements"
	chooses := "choosing the categories and stating the criteria"
	if b.rules.Objectives {
		states, chooses = "for stating the control objectives and for finding the risks that threaten them", "stating the criteria"
	}
	subject, parts := "the description and the assertion, their", "on the description and the design"
	switch {
	case !b.rules.FullDescription:
		subject, parts = "the assertion, its", "on the design and the operation"
	case b.rules.Operation:
		parts = "on the description, the design and the operation"
	}
	involves := "Obtaining an understanding of the system and " + strings.ToLower(b.achievable()) + "; assessing the risks that the description is misstated or that controls were not suitably designed; obtaining evidence on the description and on the design; and evaluating the presentation as a whole."
	if !b.rules.FullDescription {
		involves = "Obtaining an understanding of the system and the commitments; assessing the risks that controls were not suitably designed or did not operate effectively; obtaining evidence on the design; testing the operation of the controls; and evaluating the assertion as a whole."
	} else if b.rules.Operation {
		involves = "Obtaining an understanding of the system and " + strings.ToLower(b.achievable()) + "; assessing the risks that the description is misstated or that controls were not suitably designed or did not operate effectively; obtaining evidence on the description and on the design; testing the operation of the controls; and evaluating the presentation as a whole. This file holds the last but one of these in part: the tests of operation that can be computed from records."
	}
	return []Block{
		para(bold("The service organization. "), text(fmt.Sprintf("%s is responsible %s; for designing, implementing, operating and documenting controls that give reasonable assurance of achieving them; for %s completeness, accuracy and manner of presentation; for providing the services; and for %s.", b.organization(), states, subject, chooses))),
		para(bold("The service auditor. "), text("A practitioner who takes this report on is responsible for expressing an opinion "+parts+", from an examination planned and performed under the attestation standards established by the AICPA to obtain reasonable assurance, on evidence that is sufficient and appropriate; and for being independent and meeting the other ethical requirements of the engagement.")),
		para(bold("What the examination involves. "), text(involves)),
	}
}

// opinionSection stands where the opinion will stand.
func (b *book) opinionSection() *Section {
	s := &Section{ID: "section-1-opinion", Title: "Opinion: awaits the practitioner", Level: 2}
	also := ", on the service commitments and system requirements, and on the description and the design"
	if b.rules.Objectives {
		also = ", and on the description and the design"
	}
	if !b.rules.FullDescription {
		also = ", and on the service commitments and system requirements"
	}
	s.Blocks = []Block{
		&Notice{Title: "No opinion is expressed", Tone: Bad, Blocks: []Block{
			prose(fmt.Sprintf("An opinion, and the basis for it where it is modified, await a practitioner’s conclusion on %s and on %s%s; and %s closed.",
				counted(int64(len(b.ex.Controls)), "control"), b.measures(len(b.scope)), also, gatesToClose(b.sum.GatesOpen))),
		}},
	}
	if !b.rules.ShowsTests {
		s.Blocks = append(s.Blocks, para(text("The open gates are listed under "), linked("What is missing", "about-missing"), text(".")))
		return s
	}
	s.Blocks = append(s.Blocks, para(text("The table says what the rows in the file show of each "+strings.ToLower(b.measure())+". None of it is a conclusion. The open gates are listed under "), linked("What is missing", "about-missing"), text(".")))
	t := &Table{Caption: "What each conclusion would rest on", Compact: true, Columns: []Column{
		{Title: b.measure(), Weight: 10}, {Title: "Controls", Weight: 30}, {Title: "What the rows show", Weight: 40}, {Title: "Conclusion", Weight: 20},
	}}
	for _, c := range b.scope {
		controls := cell("none")
		if spans := b.controlSpans(c.ID); len(spans) > 0 {
			controls = spanCell(spans...)
		}
		shows, tone := b.criterionShows(c.ID)
		t.Rows = append(t.Rows, row(spanCell(Span{Text: c.ID, Bold: true, Link: b.yardstickID(c.ID)}), controls, toned(cell(shows), tone), cell("awaits the practitioner")))
	}
	s.Blocks = append(s.Blocks, t)
	return s
}

func gatesToClose(n int) string {
	if n == 1 {
		return "1 open gate has to be"
	}
	return counted(int64(n), "open gate") + " have to be"
}

func (b *book) useTitle() string {
	if b.rules.Restricted {
		return "Restricted use"
	}
	return "Use"
}

// useBlocks say who an issued report would be for.
func (b *book) useBlocks() []Block {
	out := []Block{prose(fmt.Sprintf("This draft is for the people of %s and of the practitioner who work on the examination. It is not to be handed on as a report.", b.organization()))}
	if !b.rules.Restricted {
		return append(out, prose("A report that is issued from it is for general use."))
	}
	included, over := "", "as of its date"
	if b.rules.ShowsTests {
		included, over = ", Section IV included,", "during the period"
	}
	if b.rules.Objectives {
		return append(out, prose(fmt.Sprintf("A report that is issued from it%s is for the information and use of the management of %s, of user entities of the system %s, and of the auditors of those user entities, who have enough understanding to consider it with other information. It is not for anyone else, and not for those who may become user entities.", included, b.organization(), over)))
	}
	return append(out, prose(fmt.Sprintf("A report that is issued from it%s is for the information and use of %s, of user entities of the system %s, of business partners who are exposed to risks from their dealings with it, of practitioners who serve them, of prospective user entities and business partners, and of regulators; each with enough knowledge of the services, of how the system works with others and of its limits, of internal control, of the controls that users and subservice organizations are expected to have, of the criteria, and of the risks. It is not for anyone else.", included, b.organization(), over)))
}

func (b *book) signatureBlocks() []Block {
	p := &b.ex.Engagement.Practitioner
	place := listedPlace(p.City, p.State)
	licence := "not stated"
	if p.Licence.Number != "" {
		licence = oneLine(p.Licence.Number)
		if p.Licence.Jurisdiction != "" {
			licence += " (" + oneLine(p.Licence.Jurisdiction) + ")"
		}
	}
	firm := b.firm()
	if b.ex.Readiness && p.Name != "" {
		firm += ", named in the program; took no part"
	}
	return []Block{&KeyValues{Pairs: []Pair{
		pair("Signature", "not signed"),
		pair("Practitioner", firm),
		pair("City and state", orElse(place, "not stated")),
		pair("Licence", licence),
		pair("Date", "none: the date of a report is not before its evidence, its review and the representations of management are complete"),
	}}}
}

func listedPlace(city, state string) string {
	switch {
	case city == "":
		return oneLine(state)
	case state == "":
		return oneLine(city)
	}
	return oneLine(city) + ", " + oneLine(state)
}
