package program

import (
	"strconv"

	"github.com/tickmark-audit/tickmark/soc"
)

var rollForwardShape = object(
	required("prior", "The file that the program was rolled forward from.", object(
		required("origin", "The origin of its log.", anyText),
		required("size", "The size of its log.", &Shape{Kind: Integer, Minimum: 1, Maximum: 1 << 30}),
		required("root", "The root of its log at that size.", anyText),
		required("report", "The entry that issued its report.", anyText),
		required("date", "The date of that report.", day),
		required("sha256", "The SHA-256 of its report.json.", text(`[0-9a-f]{64}`, "a SHA-256 has 64 digits and letters from a to f")),
	)),
	required("items", "What was carried over, each to be affirmed by a person.", someOf(object(
		required("kind", "What it is.", words(soc.RollForwardKinds...)),
		required("id", "Its id, name or title.", anyText),
		required("affirmed", "Whether a person has affirmed that it is so in this period too.", yesNo),
	))),
)

// readRollForward reads what a program was given from the one of the period
// before. Each party has a file of its own, so that the key that seals a part
// says who affirmed.
func readRollForward(l *loader, f *file) {
	root := l.readFile(f, rollForwardShape, "the file")
	prior := root.get("prior")
	size, _ := strconv.ParseInt(prior.value("size"), 10, 64) // the shape holds that it is a number
	named := soc.PriorFile{
		Origin: prior.value("origin"), Size: size, Root: prior.value("root"),
		Report: prior.value("report"), Date: date(prior.get("date")), SHA256: prior.value("sha256"),
	}
	if other := l.program.Prior; prior.whole() && other != nil && *other != named {
		l.fault(prior, "copy prior from the file that 'tickmark roll-forward' wrote", "the two roll-forward.yaml name different files that the program was rolled forward from")
	} else if prior.whole() {
		l.program.Prior = &named
	}
	for _, n := range root.list("items") {
		item := soc.RollForwardItem{Kind: n.value("kind"), ID: n.value("id"), Party: f.party, Affirmed: n.value("affirmed") == "true"}
		l.once("affirmation of the "+item.Kind, item.ID, n)
		l.program.RollForward = append(l.program.RollForward, item)
	}
}

// noteRollForward counts what each party has still to affirm.
func (p *Program) noteRollForward(note func(string, ...any)) {
	for _, party := range []soc.Party{soc.Management, soc.Practitioner} {
		left := 0
		for _, item := range p.RollForward {
			if item.Party == party && !item.Affirmed {
				left++
			}
		}
		if left > 0 {
			note("%d of what was carried over is not affirmed in %s/roll-forward.yaml", left, p.Folders[party])
		}
	}
}
