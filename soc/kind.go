package soc

import "fmt"

// Rules are what holds for one kind and type of report. Everything that
// differs between them is decided here, and asked for by the rest.
type Rules struct {
	Kind ReportKind
	Type int // 1 or 2; 0 for a SOC 3, which has no types

	// Objectives says that the yardstick is control objectives that
	// management set (SOC 1); otherwise it is the trust services criteria.
	Objectives bool
	// Period says that the report covers a period; otherwise it is as of a
	// date.
	Period bool
	// Operation says that operation is examined: tests of controls are
	// performed and the opinion has a part on it.
	Operation bool
	// ShowsTests says that tests and results are printed (Section IV).
	ShowsTests bool
	// FullDescription says that management's description of the system is
	// part of the report, and of the opinion; a SOC 3 has a summary of the
	// boundary and of the commitments in its place.
	FullDescription bool
	// Restricted says that the use of the report is restricted.
	Restricted bool
	// Parts are the parts of the opinion, in their order.
	Parts []OpinionPartName
}

// RulesOf returns the rules of a kind and type. A SOC 3 takes 0 or 2 for its
// type: it always examines design and operation over a period. The error says
// which kinds and types there are.
func RulesOf(kind ReportKind, typ int) (Rules, error) {
	switch kind {
	case SOC1, SOC2:
		r := Rules{
			Kind: kind, Type: typ, Objectives: kind == SOC1, FullDescription: true, Restricted: true,
			Parts: []OpinionPartName{DescriptionPart, DesignPart},
		}
		switch typ {
		case 1:
			return r, nil
		case 2:
			r.Period, r.Operation, r.ShowsTests = true, true, true
			r.Parts = append(r.Parts, OperationPart)
			return r, nil
		}
		return Rules{}, fmt.Errorf("a %s report is of type 1 (as of a date) or type 2 (over a period), not %d", kind.Title(), typ)
	case SOC3:
		if typ != 0 && typ != 2 {
			return Rules{}, fmt.Errorf("a SOC 3 report has no types: it covers design and operation over a period")
		}
		return Rules{Kind: kind, Period: true, Operation: true, Parts: []OpinionPartName{DesignPart, OperationPart}}, nil
	}
	return Rules{}, fmt.Errorf("%q is no kind of report: it is soc1, soc2 or soc3", kind)
}

// Rules returns the rules of the engagement's report. The program reader
// accepts no engagement without; one made otherwise gets the zero Rules.
func (e *Engagement) Rules() Rules {
	r, err := RulesOf(e.Report, e.Type)
	if err != nil {
		return Rules{}
	}
	return r
}

// Standard returns what the report is measured against, as a sentence names
// it.
func (r Rules) Standard() string {
	if r.Objectives {
		return "the control objectives stated by management"
	}
	return "the applicable trust services criteria"
}
