package pdf

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/report"
)

// The sample is a report of a fictional company with everything a tree can
// have. Tests set it, and a person looks at it: go test -run Sample -pdf FILE.

func tx(s string) report.Span     { return report.Span{Text: s} }
func bold(s string) report.Span   { return report.Span{Text: s, Bold: true} }
func italic(s string) report.Span { return report.Span{Text: s, Italic: true} }
func code(s string) report.Span   { return report.Span{Text: s, Code: true} }
func para(spans ...report.Span) *report.Paragraph {
	return &report.Paragraph{Spans: spans}
}
func styled(st report.ParagraphStyle, s string) *report.Paragraph {
	return &report.Paragraph{Spans: []report.Span{tx(s)}, Style: st}
}
func blocks(b ...report.Block) []report.Block { return b }
func cell(b ...report.Block) report.Cell      { return report.Cell{Blocks: b} }
func words(s string) report.Cell              { return cell(para(tx(s))) }
func toned(t report.Tone, s string) report.Cell {
	return report.Cell{Blocks: blocks(para(tx(s))), Tone: t}
}

func sample() *report.Document {
	return &report.Document{
		Title:      "SOC 2 Type 2 report",
		Subject:    "Report on Larkspur Software’s description of its Larkspur Cloud system and on the suitability of the design and operating effectiveness of its controls",
		Author:     "Example CPA Firm LLP",
		Language:   "en-US",
		Date:       "2026-04-20",
		Watermarks: []string{"DRAFT", "EXAMPLE"},
		Footer:     "Larkspur Software, Inc. — confidential; intended solely for the specified parties named in Section I",
		Cover: report.Cover{
			Kicker:   "SOC 2® Type 2 report",
			Title:    "Report on Larkspur Software’s Description of Its Larkspur Cloud System and on Its Controls",
			Subtitle: []string{"Relevant to security and availability", "For the period January 1, 2026 to March 31, 2026"},
			Firm:     "Example CPA Firm LLP",
			Notice: []string{
				"Draft. This document has not been signed. It becomes a report when a licensed practitioner has completed the engagement and signed it.",
				"Example. The company, the people and the data are made up.",
			},
		},
		Sections: []*report.Section{auditorSection(), assertionSection(), descriptionSection(), testsSection(12), otherSection()},
	}
}

func auditorSection() *report.Section {
	return &report.Section{
		ID: "section-1", Number: "I", Title: "Independent Service Auditor’s Report", Level: 1, NewPage: true,
		Blocks: blocks(
			styled(report.Lead, "To the management of Larkspur Software, Inc."),
			&report.Notice{Title: "What is missing before this report can be signed", Tone: report.Caution, Blocks: blocks(
				para(tx("The text below is proposed. Four of the engagement’s gates are open:")),
				&report.List{Items: [][]report.Block{
					blocks(para(tx("Management’s written assertion has not been signed."))),
					blocks(para(tx("Two populations are not shown to be complete: "), code("access-reviews"), tx(" and "), code("vendor-list"), tx(". See "), report.Span{Text: "Populations", Link: "populations"}, tx("."))),
					blocks(para(tx("The engagement quality review has not been recorded."))),
					blocks(para(tx("No representation letter is on file."))),
				}},
			)},
		),
		Sections: []*report.Section{
			{ID: "scope", Title: "Scope", Level: 2, Blocks: blocks(
				para(tx("We have examined Larkspur Software, Inc.’s accompanying description of its system titled “Larkspur Cloud” throughout the period January 1, 2026 to March 31, 2026 and the suitability of the design and operating effectiveness of controls stated in the description to provide reasonable assurance that its service commitments and system requirements were achieved based on the trust services criteria relevant to security and availability.")),
				para(tx("Larkspur uses a subservice organization for "), italic("hosting and physical security"), tx(". The description indicates that certain controls at the subservice organization, together with controls at Larkspur, are necessary to achieve the service commitments. Our examination did not include the services provided by the subservice organization; the criteria can be found at "), report.Span{Text: "https://www.example.org/criteria/2017?revision=2022", Link: "https://www.example.org/criteria/2017?revision=2022"}, tx(".")),
				styled(report.Quote, "Our opinion does not extend to information other than the description, nor to any period after the one stated."),
			)},
			{ID: "responsibilities", Title: "Service organization’s responsibilities", Level: 2, Blocks: blocks(
				para(tx("Larkspur is responsible for its service commitments and system requirements and for designing, implementing, and operating effective controls within the system. It has provided the "), report.Span{Text: "accompanying assertion", Link: "section-2"}, tx(" and is responsible for the completeness, accuracy and method of presentation of both.")),
				&report.List{Numbered: true, Items: [][]report.Block{
					blocks(para(tx("Preparing the description and the assertion;"))),
					blocks(para(tx("providing the services covered by the description:")), &report.List{Items: [][]report.Block{
						blocks(para(tx("the web application and its programming interface,"))),
						blocks(para(tx("the agents that customers install, with the mechanism that updates them, where an update is withheld until the signature over its manifest has been verified on the device;"))),
					}}),
					blocks(para(tx("identifying the risks that threaten the achievement of the service commitments and system requirements."))),
				}},
			)},
			{ID: "opinion", Title: "Opinion", Level: 2, Blocks: blocks(
				styled(report.SubHeading, "Basis for the qualification"),
				para(tx("Controls "), bold("CC6.2-01"), tx(" and "), bold("CC8.1-03"), tx(" did not operate effectively throughout the period. Ligatures and accents stand the test: office, waffle, affliction, fjord; Müller, Łódź, Çelik, Ångström, Ελληνικά, Кириллица; arrows → ⇒, marks ✓ ✗, inequalities ≤ ≥ ≠; and what no font has: 漢字.")),
				para(tx("In our opinion, except for the matters described above, in all material respects, the description presents the system that was designed and implemented; the controls were suitably designed; and they operated effectively throughout the period.")),
				styled(report.Small, "This draft was derived from sealed evidence. The digest of the log at the time of drafting is 7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d90697f83b1657ff1fc53b92dc18148a1d65d."),
			)},
		},
	}
}

func assertionSection() *report.Section {
	return &report.Section{ID: "section-2", Number: "II", Title: "Management’s Assertion", Level: 1, NewPage: true, Blocks: blocks(
		para(tx("We have prepared the description of the Larkspur Cloud system. We confirm, to the best of our knowledge and belief, that:")),
		&report.List{Numbered: true, Items: [][]report.Block{
			blocks(para(tx("the description presents the system that was designed and implemented throughout the period;"))),
			blocks(para(tx("the controls stated in the description were suitably designed throughout the period."))),
		}},
		&report.KeyValues{Pairs: []report.Pair{
			{Key: "Company", Value: []report.Span{tx("Larkspur Software, Inc.")}},
			{Key: "System", Value: []report.Span{tx("Larkspur Cloud")}},
			{Key: "Period", Value: []report.Span{tx("January 1, 2026 to March 31, 2026 (America/New_York)")}},
			{Key: "Signed by", Value: []report.Span{italic("not signed")}},
			{Key: "Log root", Value: []report.Span{code("b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9")}},
		}},
	)}
}

func descriptionSection() *report.Section {
	lorem := "The system consists of a web application, a set of background workers and the databases that they share. Changes reach production through one pipeline, which refuses a change that has not been reviewed by a second engineer and that has not passed its checks. "
	s := &report.Section{ID: "section-3", Number: "III", Title: "Description of the Larkspur Cloud System Throughout the Period", Level: 1, NewPage: true}
	for i, name := range []string{"Company overview and services provided", "Principal service commitments and system requirements", "Components of the system", "Populations"} {
		sub := &report.Section{ID: fmt.Sprintf("description-%d", i), Number: fmt.Sprintf("3.%d", i+1), Title: name, Level: 2}
		for range 2 {
			sub.Blocks = append(sub.Blocks, para(tx(lorem+lorem)))
		}
		s.Sections = append(s.Sections, sub)
	}
	s.Sections[2].Sections = []*report.Section{
		{ID: "infrastructure", Title: "Infrastructure", Level: 3, Blocks: blocks(para(tx(lorem)), populationTable()), Sections: []*report.Section{
			{ID: "regions", Title: "Regions", Level: 4, Blocks: blocks(para(tx(lorem)))},
		}},
		{ID: "software", Title: "Software", Level: 3, Blocks: blocks(para(tx("The populations were drawn with the query below.")),
			&report.Paragraph{Style: report.Code, Spans: []report.Span{tx("SELECT change_id, author, reviewer, merged_at\nFROM   changes\nWHERE  merged_at >= TIMESTAMP '2026-01-01 00:00:00'\n  AND  merged_at <  TIMESTAMP '2026-04-01 00:00:00'\n\n  AND  NOT EXISTS (SELECT 1 FROM approvals a WHERE a.change_id = changes.change_id AND a.approver <> changes.author AND a.state = 'approved')\nORDER BY merged_at;")}},
			para(tx("Every record that the query gives is a deviation.")))},
	}
	s.Sections[3].ID = "populations"
	s.Sections[3].Blocks = append(s.Sections[3].Blocks, timelineFigure(),
		&report.Notice{Title: "Complete and accurate", Tone: report.Good, Blocks: blocks(para(tx("Twelve of fourteen populations were reconciled to an independent count.")))},
		&report.Notice{Title: "Not shown complete", Tone: report.Bad, Blocks: blocks(para(tx("For two populations no independent count could be had.")))},
		&report.Notice{Tone: report.Muted, Blocks: blocks(para(tx("Counts are as of the time of extraction.")))})
	return s
}

func populationTable() *report.Table {
	t := &report.Table{Caption: "Populations and how they were shown to be complete", Compact: true, Columns: []report.Column{
		{Title: "Population", Weight: 3}, {Title: "Source", Weight: 3}, {Title: "Records", Weight: 1, Align: report.Right}, {Title: "Counted", Weight: 1, Align: report.Right}, {Title: "Complete", Weight: 2, Align: report.Center}}}
	for i, name := range []string{"Changes", "Deployments", "People", "Accounts, identity provider", "Access reviews", "Incidents", "Logins"} {
		status := toned(report.Good, "✓ shown")
		if i == 4 {
			status = toned(report.Bad, "✗ not shown")
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{words(name), cell(para(code("exports/" + name + ".csv"))), words(fmt.Sprint(1234 * (i + 1) * (i + 3))), words(fmt.Sprint(1234 * (i + 1) * (i + 3))), status}})
	}
	return t
}

func timelineFigure() *report.Figure {
	d := report.Drawing{Width: 480000, Height: 150000}
	for m, name := range []string{"January", "February", "March"} {
		x := 90000 + m*130000
		d.Shapes = append(d.Shapes,
			report.Shape{Kind: report.Line, X: x, Y: 16000, H: 134000, Stroke: 500, Color: 0xC6CDD6},
			report.Shape{Kind: report.Label, X: x + 65000, Y: 11000, Text: name, Size: 9000, Align: report.Center, Color: 0x5A6472})
	}
	for i, c := range []string{"CC6.1-01", "CC6.2-01", "CC7.2-01", "CC8.1-01", "CC8.1-03"} {
		y := 24000 + i*25000
		d.Shapes = append(d.Shapes,
			report.Shape{Kind: report.Label, X: 80000, Y: y + 11000, Text: c, Size: 9000, Bold: true, Align: report.Right, Color: 0x1B365D},
			report.Shape{Kind: report.Rectangle, X: 90000, Y: y, W: 390000 - i*20000, H: 14000, Color: 0xA8B7CB},
			report.Shape{Kind: report.Rectangle, X: 130000 + i*41000, Y: y, W: 3000, H: 14000, Color: 0xB3372F})
	}
	return &report.Figure{Caption: "Figure 1. Operation of five controls over the period; deviations in red.",
		Alt: "Five bars, one for each control, from January to March 2026, with a mark for each deviation.", Drawing: d}
}

func testsSection(rows int) *report.Section {
	t := &report.Table{Caption: "CC6.1 to CC8.1: controls, tests and results", Columns: []report.Column{
		{Title: "Control", Weight: 2}, {Title: "Control activity", Weight: 5}, {Title: "Tests performed", Weight: 6}, {Title: "Results", Weight: 5}}}
	for i := range rows {
		if i%4 == 0 {
			t.Rows = append(t.Rows, report.Row{Head: true, Cells: []report.Cell{cell(para(bold(fmt.Sprintf("CC6.%d", i/4+1)), tx("  Logical access to protected information assets is restricted to those who need it")))}})
		}
		result := toned(report.Plain, "No deviations noted.")
		if i%5 == 2 {
			result = report.Cell{Tone: report.Bad, Blocks: blocks(
				para(bold("Deviations noted. "), tx("For 2 of 25 terminated users the account was disabled later than one business day after the last day of work:")),
				&report.List{Items: [][]report.Block{blocks(para(code("u-1042"), tx(": 3 days"))), blocks(para(code("u-1177"), tx(": 9 days")))}})}
		}
		if i%5 == 4 {
			result = toned(report.Caution, "Not tested: the control did not operate in the period, as no event called for it.")
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
			cell(para(bold(fmt.Sprintf("CC6.%d-%02d", i/4+1, i%4+1)))),
			words("Access of terminated users to the production systems is removed within one business day of the last day of work, through the identity provider, by the people operations team."),
			cell(
				&report.List{Items: [][]report.Block{
					blocks(para(tx("Inquired of the head of people operations about the process."))),
					blocks(para(tx("Inspected, for all terminations in the period, the time at which the account was disabled, and compared it with the last day of work in the personnel system."))),
				}},
				&report.Paragraph{Style: report.Small, Spans: []report.Span{tx("Population "), code("terminations"), tx(", 25 records; all were tested.")}}),
			result,
		}})
	}
	return &report.Section{ID: "section-4", Number: "IV", Title: "Trust Services Criteria, Related Controls, Tests of Controls and Results", Level: 1, NewPage: true, Landscape: true,
		Blocks: blocks(para(tx("This section presents the controls specified by Larkspur, the tests performed and their results.")), t)}
}

func otherSection() *report.Section {
	return &report.Section{ID: "section-5", Number: "V", Title: "Other Information Provided by Management", Level: 1, NewPage: true, Blocks: blocks(
		para(tx("The information in this section is not covered by the report.")),
		&report.Table{Columns: []report.Column{{Title: "Deviation", Weight: 1}, {Title: "Management’s response", Weight: 3}}, Rows: []report.Row{
			{Cells: []report.Cell{words("CC6.2-01"), words("The process was changed in April 2026: the personnel system now calls the identity provider.")}},
			{Cells: []report.Cell{words("CC8.1-03")}},
		}},
	)}
}
