// Package processor makes the data of Larkspur Payments, a fictional payments
// processor whose controls all work, and plants single deviations in it.
package processor

import "fmt"

// A Processor is everything that the extracts are taken from. The tables are
// what is written; the other fields carry what one part needs of another.
type Processor struct {
	tables map[string]*table
	order  []string // of the tables

	merchants []*merchant
	plans     []*plan
	payments  []payment
	rejects   map[int32]sum // by hour of intake
	refunds   []refund
	adjusted  []adjustment
	accounts  map[int]string // the bank account of each merchant in force, by index

	planted []finding // records that must be found
	edges   []finding // records that look like deviations and are none
}

// sum is a number of items and their amount in cents.
type sum struct{ count, amount int64 }

func (s *sum) add(amount int64) { s.count++; s.amount += amount }

// New makes the processor with its deviations. It takes a few seconds and
// some hundred megabytes.
func New() *Processor {
	p := &Processor{tables: map[string]*table{}, rejects: map[int32]sum{}, accounts: map[int]string{}}
	for _, part := range []func(*Processor){
		makeStaff, makeAccess, makeChanges,
		makePlans, makeMerchants, makePayments, plantPayments,
		makeIntake, makeSettlements, makeReconciliations,
		makeRefunds, plantRefunds, makeAdjustments, makeAccountChanges, makePayouts, makeLedger, makeJobs,
		plantTechnology, plantIntake, plantMoney, plantBooks,
	} {
		part(p)
	}
	return p
}

func (p *Processor) table(name string, keys int, cols ...string) *table {
	t := &table{name: name, cols: cols, keys: keys, index: map[string]int{}}
	if p.tables[name] != nil {
		panic("table " + name + " is made twice")
	}
	p.tables[name] = t
	p.order = append(p.order, name)
	return t
}

func (p *Processor) t(name string) *table {
	t := p.tables[name]
	if t == nil {
		panic("no table " + name)
	}
	return t
}

// A finding is what one attribute of one procedure must say of one item.
type finding struct {
	procedure, item, attribute, outcome, story string
}

// plant records that an item must deviate.
func (p *Processor) plant(procedure, item, attribute, story string, args ...any) {
	p.planted = append(p.planted, finding{procedure, item, attribute, "deviation", fmt.Sprintf(story, args...)})
}

// edge records that an item looks like a deviation and must not be one.
func (p *Processor) edge(procedure, item, attribute, outcome, story string, args ...any) {
	p.edges = append(p.edges, finding{procedure, item, attribute, outcome, fmt.Sprintf(story, args...)})
}
