package opinion

import (
	"fmt"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// rollForwardGates are ours: nothing is taken over from the period before
// unless a person looked at it again.
var rollForwardGates = []rule{
	{id: "G-RFW-01", requirement: "Everything that was carried over from the period before is affirmed for this one", blocks: blocks,
		source: "Ours; follows from AT-C 320 on evidence of earlier periods (paragraph to be checked)", check: affirmed, leaves: notRolledForward},
}

func notRolledForward(ex *soc.Examination) string {
	if len(ex.RollForward) == 0 {
		return "Nothing was carried over from the period before."
	}
	return ""
}

// affirmed names what nobody has affirmed, by party and kind.
func affirmed(ex *soc.Examination) []string {
	var missing []string
	for _, party := range []soc.Party{soc.Management, soc.Practitioner} {
		for _, kind := range soc.RollForwardKinds {
			var ids []string
			for _, item := range ex.RollForward {
				if item.Open() && item.Party == party && item.Kind == kind {
					ids = append(ids, item.ID)
				}
			}
			if len(ids) > 0 {
				missing = append(missing, fmt.Sprintf("Not affirmed for this period: %s %s; %s looks at it as it is now and writes affirmed: true in the roll-forward.yaml of its part.",
					strings.ReplaceAll(kind, "_", " "), list(ids), withArticle[party]))
			}
		}
	}
	return missing
}

var withArticle = map[soc.Party]string{soc.Management: "management", soc.Practitioner: "the practitioner"}
