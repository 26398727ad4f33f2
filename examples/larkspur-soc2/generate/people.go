package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// A person is somebody who worked for the company at some time in the period.
// No names: an id and a user name only.
type person struct {
	id, user, kind, department, title string
	manager                           string
	former                            string    // department before a transfer in the period
	start, left                       time.Time // left is the last day worked; zero = still there
}

func (p *person) active(d time.Time) bool {
	return !p.start.After(d) && (p.left.IsZero() || !p.left.Before(midnight(d)))
}

// hiredInto is the department that the person's older accounts were made for.
func (p *person) hiredInto() string {
	if p.former != "" {
		return p.former
	}
	return p.department
}

func (p *person) technical() bool {
	return p.department == "Engineering" || p.department == "Site Reliability" || p.department == "Security"
}

var departments = []struct {
	name, head, lead string
	size             int
	titles           []string
}{
	{"Executive", "Chief Executive Officer", "", 5, []string{"Chief of Staff", "Chief Financial Officer", "General Counsel", "Executive Assistant"}},
	{"Engineering", "VP Engineering", "Engineering Manager", 78, []string{"Software Engineer", "Software Engineer", "Senior Software Engineer", "Quality Engineer", "Staff Engineer"}},
	{"Site Reliability", "Head of Site Reliability", "", 16, []string{"Site Reliability Engineer", "Senior Site Reliability Engineer", "Database Engineer"}},
	{"Security", "Head of Security", "", 9, []string{"Security Engineer", "Security Analyst", "Compliance Lead", "Detection Engineer"}},
	{"Product", "VP Product", "", 14, []string{"Product Manager", "Product Designer", "Technical Writer"}},
	{"Support", "Head of Support", "Support Lead", 30, []string{"Support Specialist", "Senior Support Specialist", "Onboarding Specialist"}},
	{"Sales", "VP Sales", "", 22, []string{"Account Executive", "Sales Engineer", "Account Manager"}},
	{"Finance", "Controller", "", 10, []string{"Accountant", "Financial Analyst", "Billing Specialist"}},
	{"People", "Head of People", "", 8, []string{"People Partner", "Recruiter", "People Operations Specialist"}},
	{"Legal", "Deputy General Counsel", "", 6, []string{"Contracts Manager", "Privacy Counsel", "Paralegal"}},
}

// The people who join and leave in the period. Days are chosen by hand where
// a holiday or a month end makes a limit interesting.
var (
	joinDays = []string{"2026-04-01", "2026-04-06", "2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27", "2026-05-04", "2026-05-04",
		"2026-05-11", "2026-05-18", "2026-05-18", "2026-05-26", "2026-06-01", "2026-06-08", "2026-06-15", "2026-06-29"}
	joinDepartments = []string{"Engineering", "Support", "Engineering", "Sales", "Engineering", "Site Reliability", "Engineering", "Support",
		"Finance", "Engineering", "Product", "Security", "Engineering", "Support", "Sales", "Engineering"}
	leaveDays = []string{"2026-04-02", "2026-04-09", "2026-04-17", "2026-04-24", "2026-04-30", "2026-05-08", "2026-05-15",
		"2026-05-22", "2026-05-29", "2026-06-05", "2026-06-12", "2026-06-18", "2026-06-26", "2026-06-30"}
	leaveDepartments = []string{"Support", "Engineering", "Sales", "Engineering", "Finance", "Engineering", "Site Reliability",
		"Engineering", "Support", "Engineering", "Product", "Engineering", "Support", "Sales"}
)

// makePeople hires 198 people before the period, lets 16 join and 14 leave.
func makePeople(c *company) {
	r := rngFor("people")
	for _, d := range departments {
		head, lead := "", ""
		for i := range d.size {
			p := &person{id: fmt.Sprintf("P%04d", len(c.people)+1), department: d.name, kind: "employee"}
			p.user = "u" + p.id[1:]
			p.start = workDay(r, day("2017-02-01"), day("2026-03-16"))
			switch {
			case i == 0:
				p.title, head, p.manager = d.head, p.id, "P0001"
				p.start = workDay(r, day("2017-02-01"), day("2023-06-30"))
			case d.lead != "" && i%10 == 1:
				p.title, lead, p.manager = d.lead, p.id, head
				p.start = workDay(r, day("2018-02-01"), day("2024-06-30"))
			default:
				p.title, p.manager = d.titles[r.IntN(len(d.titles))], head
				if lead != "" {
					p.manager = lead
				}
				if p.technical() && chance(r, 12) || d.name == "Support" && chance(r, 15) {
					p.kind = "contractor"
				}
			}
			if p.id == "P0001" {
				p.manager = ""
			}
			c.people = append(c.people, p)
		}
	}
	for i, s := range joinDays {
		p := &person{id: fmt.Sprintf("P%04d", len(c.people)+1), department: joinDepartments[i], kind: "employee", start: day(s)}
		p.user = "u" + p.id[1:]
		for _, d := range departments {
			if d.name == p.department {
				p.title = d.titles[r.IntN(len(d.titles))]
			}
		}
		p.manager = c.headOf(p.department)
		if i%5 == 4 {
			p.kind = "contractor"
		}
		c.people = append(c.people, p)
	}
	for i, s := range leaveDays {
		c.chooseLeaver(r, leaveDepartments[i]).left = day(s)
	}
}

// chooseLeaver picks somebody of long standing whom nobody reports to.
func (c *company) chooseLeaver(r *rand.Rand, department string) *person {
	for {
		p := c.people[r.IntN(198)]
		if p.department == department && p.left.IsZero() && p.start.Before(day("2025-06-01")) && !c.managesAnybody(p) {
			return p
		}
	}
}

func (c *company) managesAnybody(p *person) bool {
	for _, other := range c.people {
		if other.manager == p.id {
			return true
		}
	}
	return false
}

func (c *company) headOf(department string) string {
	for _, p := range c.people {
		if p.department == department {
			return p.id
		}
	}
	panic("no department " + department)
}

func (c *company) person(id string) *person {
	for _, p := range c.people {
		if p.id == id {
			return p
		}
	}
	panic("no person " + id)
}

// staff lists the people of the departments who are there for the whole of
// the period.
func (c *company) staff(in ...string) []*person {
	var list []*person
	for _, p := range c.people {
		if !p.left.IsZero() || p.start.After(day("2026-03-16")) {
			continue
		}
		for _, d := range in {
			if p.department == d {
				list = append(list, p)
			}
		}
	}
	return list
}

// leavers lists those who left in the period, by their last day.
func (c *company) leavers() []*person {
	var list []*person
	for _, s := range leaveDays {
		for _, p := range c.people {
			if !p.left.IsZero() && iso(p.left) == s {
				list = append(list, p)
			}
		}
	}
	return list
}

// joiners lists those who joined in the period, by their id.
func (c *company) joiners() []*person {
	var list []*person
	for _, p := range c.people {
		if !p.start.Before(firstDay) {
			list = append(list, p)
		}
	}
	return list
}
