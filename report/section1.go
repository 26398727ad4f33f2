package report

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// auditorSection is Section I. It lays out the parts that an independent
// service auditor's report has, in our own words, fills in what the file
// states, and says of the rest that it awaits the practitioner. It never
// holds an opinion.
func (b *book) auditorSection() *Section {
	s := &Section{ID: "section-1", Number: "I", Title: "Independent service auditor’s report (draft)", Level: 1, NewPage: true}
	s.Blocks = []Block{b.unsignedNotice()}
	s.Sections = []*Section{
		{ID: "section-1-scope", Title: "Scope", Level: 2, Blocks: b.scopeBlocks()},
		{ID: "section-1-responsibilities", Title: "Responsibilities", Level: 2, Blocks: b.responsibilityBlocks()},
		{ID: "section-1-limits", Title: "Inherent limitations", Level: 2, Blocks: []Block{
			prose("The description is written for the common needs of many users and may leave out what one of them finds important. Because of their nature, controls may not prevent, or detect and correct, every error, omission or misuse. What is found about a past period says nothing certain about a later one: the system may change, and so may the degree to which a control is followed."),
		}},
		{ID: "section-1-tests", Title: "Description of tests of controls", Level: 2, Blocks: []Block{
			para(text("The controls, the tests that were run on them and the results of those tests are listed in "), linked("Section IV", "section-4"),
				text(". Every deviation is counted there and none is left out for being small. Of a test with very many, the first are listed and the others are named by the digest of their sealed list.")),
		}},
		b.opinionSection(),
		{ID: "section-1-use", Title: "Restricted use", Level: 2, Blocks: b.useBlocks()},
		{ID: "section-1-signature", Title: "Signature", Level: 2, Blocks: b.signatureBlocks()},
	}
	return s
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
		para(bold("Subject. "), text(fmt.Sprintf("To be examined are the description of %s of %s in ", b.system(), b.organization())), linked("Section III", "section-3"),
			text(fmt.Sprintf(", throughout the period %s, against the description criteria for a SOC 2 report (DC 1 to DC 9); and whether the controls in it were suitably designed, and whether they operated effectively throughout that period, to give reasonable assurance that the principal service commitments and system requirements were achieved, against the trust services criteria for %s (%s).",
				e.Period, categories(e.Categories), counted(int64(len(b.scope)), "criterion", "criteria")))),
		para(bold("Other information. "), linked("Section V", "section-5"), text(" is information of management that is not part of the description. The tests did not extend to it, and no conclusion will.")),
	}
	for _, so := range e.SubserviceOrganizations {
		out = append(out, b.subserviceBlock(so))
	}
	if len(b.ex.CUECs) > 0 {
		out = append(out, para(bold("Controls of user entities. "), text(fmt.Sprintf("The description names %s that %s assumed in the design of its own. The commitments and requirements can be achieved only if user entities have designed and operate those controls too. None was evaluated. The list is in ",
			counted(int64(len(b.ex.CUECs)), "complementary user entity control"), b.organization())), linked("Section III", "section-3-cuecs"), text(".")))
	}
	return out
}

// subserviceBlock says how one subservice organization is treated.
func (b *book) subserviceBlock(so soc.SubserviceOrganization) Block {
	name, services := oneLine(so.Name), oneLine(orElse(so.Services, "services"))
	if so.Method == "inclusive" {
		return para(bold("Subservice organization: "+name+". "), text(fmt.Sprintf("%s uses %s for %s. The inclusive method is declared: the description is to hold that organization’s part of the system and its controls, and tests have to extend to them.", b.organization(), name, services)))
	}
	if so.Method != "carve_out" {
		return para(bold("Subservice organization: "+name+". "), text(fmt.Sprintf("%s uses %s for %s. Whether its controls are carved out or included is not declared.", b.organization(), name, services)))
	}
	n := 0
	for _, c := range b.ex.CSOCs {
		if c.Organization == so.Name {
			n++
		}
	}
	expected := "The description does not say which controls it is expected to have."
	if n > 0 {
		expected = fmt.Sprintf("The description names %s that it is expected to have; none was evaluated.", counted(int64(n), "complementary control"))
	}
	return para(bold("Carved out: "+name+". "), text(fmt.Sprintf("%s uses %s for %s. The description leaves out the controls of %s, and no test extended to them. %s", b.organization(), name, services, name, expected)))
}

func (b *book) responsibilityBlocks() []Block {
	return []Block{
		para(bold("The service organization. "), text(fmt.Sprintf("%s is responsible for its service commitments and system requirements; for designing, implementing, operating and documenting controls that give reasonable assurance of achieving them; for the description and the assertion, their completeness, accuracy and manner of presentation; for providing the services; and for choosing the categories and stating the criteria.", b.organization()))),
		para(bold("The service auditor. "), text("A practitioner who takes this report on is responsible for expressing an opinion on the description, the design and the operation, from an examination planned and performed under the attestation standards established by the AICPA to obtain reasonable assurance, on evidence that is sufficient and appropriate; and for being independent and meeting the other ethical requirements of the engagement.")),
		para(bold("What the examination involves. "), text("Obtaining an understanding of the system and the commitments; assessing the risks that the description is misstated or that controls were not suitably designed or did not operate effectively; obtaining evidence on the description and on the design; testing the operation of the controls; and evaluating the presentation as a whole. This file holds the last but one of these in part: the tests of operation that can be computed from records.")),
	}
}

// opinionSection stands where the opinion will stand.
func (b *book) opinionSection() *Section {
	s := &Section{ID: "section-1-opinion", Title: "Opinion: awaits the practitioner", Level: 2}
	s.Blocks = []Block{
		&Notice{Title: "No opinion is expressed", Tone: Bad, Blocks: []Block{
			prose(fmt.Sprintf("An opinion, and the basis for it where it is modified, await a practitioner’s conclusion on %s and on %s, on the service commitments and system requirements, and on the description and the design; and %s closed.",
				counted(int64(b.sum.Controls), "control"), counted(int64(len(b.scope)), "criterion", "criteria"), gatesToClose(b.sum.GatesOpen))),
		}},
		para(text("The table says what the rows in the file show of each criterion. None of it is a conclusion. The open gates are listed under "), linked("What is missing", "about-missing"), text(".")),
	}
	t := &Table{Caption: "What each conclusion would rest on", Compact: true, Columns: []Column{
		{Title: "Criterion", Weight: 10}, {Title: "Controls", Weight: 30}, {Title: "What the rows show", Weight: 40}, {Title: "Conclusion", Weight: 20},
	}}
	for _, c := range b.scope {
		controls := cell("none")
		if spans := b.controlSpans(c.ID); len(spans) > 0 {
			controls = spanCell(spans...)
		}
		shows, tone := b.criterionShows(c.ID)
		t.Rows = append(t.Rows, row(spanCell(Span{Text: c.ID, Bold: true, Link: criterionID(c.ID)}), controls, toned(cell(shows), tone), cell("awaits the practitioner")))
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

// useBlocks say who an issued report would be for.
func (b *book) useBlocks() []Block {
	return []Block{
		prose(fmt.Sprintf("This draft is for the people of %s and of the practitioner who work on the examination. It is not to be handed on as a report.", b.organization())),
		prose(fmt.Sprintf("A report that is issued from it, Section IV included, is for the information and use of %s, of user entities of the system during the period, of business partners who are exposed to risks from their dealings with it, of practitioners who serve them, of prospective user entities and business partners, and of regulators; each with enough knowledge of the services, of how the system works with others and of its limits, of internal control, of the controls that users and subservice organizations are expected to have, of the criteria, and of the risks. It is not for anyone else.", b.organization())),
	}
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
