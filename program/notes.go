package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// Notes returns what is no fault of the program and will be asked for before a
// report is issued, one sentence each: what a person forgets to write about
// suppliers, components and controls that changed.
func (p *Program) Notes() []string {
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	rules := p.Engagement.Rules()
	for _, s := range p.Engagement.SubserviceOrganizations {
		p.noteSupplier(note, s)
	}
	var vendors, incidents []string
	for _, v := range p.Vendors {
		if v.Test == nil {
			vendors = append(vendors, v.Name)
		}
	}
	for _, i := range p.Incidents {
		if i.Reviewer == "" {
			incidents = append(incidents, i.ID)
		}
	}
	if len(vendors) > 0 {
		note("no test is recorded that makes a vendor of %s", strings.Join(vendors, ", "))
	}
	p.noteComponents(note)
	p.noteVersions(note, rules)
	if len(incidents) > 0 {
		note("nobody is named who reviewed the decision on %s", strings.Join(incidents, ", "))
	}
	p.noteRollForward(note)
	return notes
}

func (p *Program) noteSupplier(note func(string, ...any), s soc.SubserviceOrganization) {
	if s.Test == nil {
		note("no test is recorded that makes %s a subservice organization", s.Name)
	}
	if s.Method == inclusive {
		if !slices.ContainsFunc(p.Controls, func(c soc.Control) bool { return c.Organization == s.Name }) {
			note("%s is included, and no control is said to be its own", s.Name)
		}
		return
	}
	if !slices.ContainsFunc(p.CSOCs, func(c soc.CSOC) bool { return c.Organization == s.Name }) {
		note("%s is carved out, and no control is said to be expected there", s.Name)
	}
	if len(s.Monitoring) == 0 {
		note("no control of ours is said to watch over %s", s.Name)
	}
	if !slices.ContainsFunc(p.SubserviceReports, func(r soc.SubserviceReport) bool { return r.Organization == s.Name }) {
		note("no SOC report of %s is said to be reviewed", s.Name)
	}
}

// noteComponents compares controls with components, both ways.
func (p *Program) noteComponents(note func(string, ...any)) {
	used := map[string]bool{}
	for _, c := range p.Controls {
		for _, name := range c.Components {
			used[name] = true
		}
	}
	if len(p.Components.List) == 0 && len(used) > 0 {
		note("controls name components, and there is no components.yaml that describes them")
	}
	var unused []string
	for _, c := range p.Components.List {
		// People, procedures and data are seldom named by a control.
		if !used[c.Name] && (c.Kind == soc.Infrastructure || c.Kind == soc.Software) {
			unused = append(unused, c.Name)
		}
	}
	if len(unused) > 0 {
		note("no control names %s", strings.Join(unused, ", "))
	}
}

// noteVersions looks for days between two versions of a control, and for a
// change of controls that changes.yaml does not tell.
func (p *Program) noteVersions(note func(string, ...any), rules soc.Rules) {
	for _, c := range p.Controls {
		old := p.Control(c.Supersedes)
		if old == nil || c.Supersedes == "" {
			continue
		}
		if next := old.EffectiveTo.AddDays(1); next.Before(c.EffectiveFrom) {
			note("neither %s nor %s was in effect from %s to %s", old.ID, c.ID, next, c.EffectiveFrom.AddDays(-1))
		}
		told := slices.ContainsFunc(p.Changes, func(ch soc.SystemChange) bool { return slices.Contains(ch.Superseded, old.ID) })
		if rules.Period && !told && p.Engagement.Period.Contains(c.EffectiveFrom) {
			note("%s took the place of %s in the period, and changes.yaml does not tell it", c.ID, old.ID)
		}
	}
	if !rules.Operation {
		return
	}
	for _, c := range p.Controls {
		tested := slices.ContainsFunc(p.Procedures, func(proc soc.Procedure) bool { return proc.Control == c.ID })
		if len(c.Compensates) > 0 && !tested {
			note("%s compensates %s and has no procedure: untested, it makes up for nothing", c.ID, strings.Join(c.Compensates, ", "))
		}
	}
}
