package opinion

import (
	"slices"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/soc"
)

// participant is a practitioner's key with the first work it signed. What
// comes before an engagement is not work: independence, acceptance, letters.
type participant struct {
	actor     soc.Actor
	worked    bool
	firstWork int64
}

// practitioners returns the practitioner's keys that wrote an entry in force,
// in the order of their first work; those without work come last.
func practitioners(ex *soc.Examination) []participant {
	all := map[string]*participant{}
	var order []*participant
	of := func(a soc.Actor) *participant {
		p := all[a.KeyID]
		if p == nil {
			p = &participant{actor: a}
			all[a.KeyID] = p
			order = append(order, p)
		}
		return p
	}
	did := func(a soc.Actor, index int64) {
		if a.Party != soc.Practitioner || a.KeyID == "" {
			return
		}
		if p := of(a); !p.worked || index < p.firstWork {
			p.worked, p.firstWork = true, index
		}
	}
	for _, a := range everyActor(ex) {
		if a.Party == soc.Practitioner {
			of(a)
		}
	}
	for _, w := range sealedWork(ex) {
		did(actorOf(ex, w.By), w.Index)
	}
	for _, s := range ex.Records.InForce() {
		switch s.Record.(type) {
		case soc.Independence, soc.Acceptance, soc.EngagementLetter, soc.PriorReport:
		default:
			did(s.By, s.Index)
		}
	}
	var out []participant
	for _, p := range order {
		out = append(out, *p)
	}
	return out
}

// sealedWork lists the entries that hold no record: populations and results.
func sealedWork(ex *soc.Examination) []soc.WorkEntry {
	var work []soc.WorkEntry
	for _, p := range ex.Populations {
		if p.Entry != "" {
			work = append(work, soc.WorkEntry{Entry: p.Entry, Index: p.Index, At: p.SealedAt, By: p.SealedBy})
		}
	}
	for _, t := range ex.Tests {
		if t.Entry != "" {
			work = append(work, soc.WorkEntry{Entry: t.Entry, Index: t.Index, At: t.PerformedAt, By: t.PerformedBy})
		}
	}
	return work
}

// everyActor lists who wrote an entry in force, each key once.
func everyActor(ex *soc.Examination) []soc.Actor {
	var actors []soc.Actor
	add := func(a soc.Actor) {
		if !slices.ContainsFunc(actors, func(b soc.Actor) bool { return a.KeyID == b.KeyID && (a.KeyID != "" || a == b) }) {
			actors = append(actors, a)
		}
	}
	for _, a := range ex.Actors {
		add(a)
	}
	for _, s := range ex.Records.InForce() {
		add(s.By)
	}
	return actors
}

// actorOf returns the actor of a key; one that the file does not name has the
// key only.
func actorOf(ex *soc.Examination, key string) soc.Actor {
	for _, a := range ex.Actors {
		if a.KeyID == key {
			return a
		}
	}
	return soc.Actor{KeyID: key}
}

// dayAt returns the day of an instant in the engagement's time zone; in UTC
// when the zone is not known, which the program reader does not accept.
func dayAt(ex *soc.Examination, at time.Time) soc.Date {
	if loc, err := ex.Engagement.Location(); err == nil {
		at = at.In(loc)
	}
	return soc.NewDate(at)
}

// reportDate returns the date of the report: the one that it is to be issued
// with or, before there is one, the date of management's representations,
// which is the same.
func reportDate(ex *soc.Examination) (soc.Date, bool) {
	if ex.Final != nil {
		return ex.Final.Date, !ex.Final.Date.IsZero()
	}
	if s := soc.Latest(ex.Records.Representations, ex.Engagement.ServiceOrganization.Name); s != nil {
		return s.Record.Date, true
	}
	return soc.Date{}, false
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
