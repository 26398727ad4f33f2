package main

import "fmt"

// A company is everything that the extracts are taken from. The tables are
// what is written; the other fields carry what one part needs of another.
type company struct {
	people []*person
	tables map[string]*table
	order  []string // of the tables

	accounts       []*account
	changes        []*change
	alertsInSystem int // before management's filter

	planted []finding // records that must be found
	edges   []finding // records that look like deviations and are none
}

// newCompany makes a company whose every control works, and then plants the
// deviations.
func newCompany() *company {
	c := &company{tables: map[string]*table{}}
	for _, part := range []func(*company){
		makePeople, makePeopleRecords, makeTraining, makePolicies,
		makeSystems, makeAccounts, makeGrants, makeLogins, makeAccessReviews, makeBadges,
		makeRepositories, makeChanges, makeDeployments, makeBranchRules,
		makeMedia, makeAssets, makeStores, makeNetwork, makeEndpoints,
		makeScans, makeVulnerabilities, makeConfiguration, makeLogCoverage, makeAlerts, makeIncidents,
		makeBoard, makeRisks, makeDeficiencies, makeVendors, makeCustomers,
		makeBackups, makeRecovery, makeCapacity,
		plantPeople, plantAccess, plantReviews, plantChanges, plantOperations, plantIncidents, plantGovernance, plantAvailability,
	} {
		part(c)
	}
	return c
}

func (c *company) table(name string, keys int, cols ...string) *table {
	t := newTable(name, keys, cols...)
	if c.tables[name] != nil {
		panic("table " + name + " is made twice")
	}
	c.tables[name] = t
	c.order = append(c.order, name)
	return t
}

func (c *company) t(name string) *table {
	t := c.tables[name]
	if t == nil {
		panic("no table " + name)
	}
	return t
}

// A finding is what one attribute of one procedure must say of one item.
type finding struct {
	procedure, item, attribute, outcome, story string
}

// plant records that an item must deviate, or that it cannot be told.
func (c *company) plant(procedure, item, attribute, outcome, story string, args ...any) {
	c.planted = append(c.planted, finding{procedure, item, attribute, outcome, fmt.Sprintf(story, args...)})
}

// edge records that an item looks like a deviation and must not be one.
func (c *company) edge(procedure, item, attribute, outcome, story string, args ...any) {
	c.edges = append(c.edges, finding{procedure, item, attribute, outcome, fmt.Sprintf(story, args...)})
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
