package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
	"github.com/tickmark-audit/tickmark/soc/catalog"
)

// This file holds what differs between the kinds of report, as words and as
// lists; what differs in substance is in soc.Rules.

// yardstick is one thing that controls are measured against: a trust services
// criterion, or a control objective of management (SOC 1).
type yardstick struct {
	ID     string
	Series string // CC6; "" for an objective
	Group  string // what its series is about, or the area of the objective
	Text   string
	// Objective is set for a control objective.
	Objective *soc.ControlObjective
}

// yardsticks are those in scope, in the order in which they are printed.
func yardsticks(ex *soc.Examination, rules soc.Rules) []yardstick {
	var list []yardstick
	if rules.Objectives {
		for i := range ex.Objectives {
			o := &ex.Objectives[i]
			list = append(list, yardstick{ID: o.ID, Group: oneLine(o.Area), Text: oneLine(o.Statement), Objective: o})
		}
		return list
	}
	for _, c := range catalog.InScope(ex.Engagement.Categories) {
		list = append(list, yardstick{ID: c.ID, Series: catalog.Series(c.ID), Group: c.Group, Text: c.Text})
	}
	return list
}

// serves are the yardsticks that a control names, each once.
func (b *book) serves(c *soc.Control) []string {
	list := c.Criteria
	if b.rules.Objectives {
		list = c.Objectives
	}
	var out []string
	for _, id := range list {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// bears are the criteria, or the objectives of a SOC 1, that something
// declared beside the controls bears on, as a table prints them.
func (b *book) bears(criteria, objectives []string) string {
	if b.rules.Objectives {
		return strings.Join(objectives, ", ")
	}
	return strings.Join(criteria, ", ")
}

// measures counts yardsticks with their noun: 33 criteria.
func (b *book) measures(n int) string {
	if b.rules.Objectives {
		return counted(int64(n), "control objective")
	}
	return counted(int64(n), "criterion", "criteria")
}

// Measure and Measures head a column of yardsticks.
func (b *book) measure() string {
	if b.rules.Objectives {
		return "Objective"
	}
	return "Criterion"
}

func (b *book) measuresHead() string {
	if b.rules.Objectives {
		return "Objectives"
	}
	return "Criteria"
}

// span is what the report covers: its period, or its date.
func (b *book) span() string {
	e := &b.ex.Engagement
	if b.rules.Period {
		return e.Period.String()
	}
	return "as of " + e.AsOf.Long()
}

// spanPhrase is span after the subject of a sentence.
func (b *book) spanPhrase() string {
	if b.rules.Period {
		return "for the period " + b.span()
	}
	return b.span()
}

// when is span as what holds over it: "throughout the period …".
func (b *book) when() string {
	if b.rules.Period {
		return "throughout the period " + b.span()
	}
	return b.span()
}

// aims are what the controls have to give reasonable assurance of.
func (b *book) aims() string {
	if b.rules.Objectives {
		return "the control objectives stated in the description"
	}
	return "the principal service commitments and system requirements"
}

// title names the kind and type of report; a SOC 3 has no types.
func (b *book) title() string {
	if b.rules.Kind == soc.SOC3 {
		return b.rules.Kind.Title()
	}
	return b.ex.Engagement.Title()
}

// descriptionCriteria names what a description is measured against.
func (b *book) descriptionCriteria() string {
	list := catalog.DescriptionFor(b.rules)
	if b.rules.Objectives {
		return "the minimum criteria for the description of a service organization’s system in a SOC 1 report"
	}
	return fmt.Sprintf("the description criteria for a SOC 2 report (%s to %s)", list[0].ID, list[len(list)-1].ID)
}
