package program

import "github.com/tickmark-audit/tickmark/soc"

// use is a place where something is named that another place declares.
type use struct {
	node *node
	by   string // what names it
}

// thing is a kind of thing that is declared in one place and named in others.
type thing struct {
	singular string // in a sentence
	files    string // key of loader.incomplete
}

var (
	controls     = thing{"control", "controls"}
	objectives   = thing{"control objective", "objectives"}
	transactions = thing{"class of transactions", "transactions"}
	commitments  = thing{"commitment", "commitments"}
	components   = thing{"component", "components"}
)

// use notes that a thing is named, to be checked once all files are read.
func (l *loader) use(t thing, n *node, by string) {
	if n != nil {
		l.uses[t] = append(l.uses[t], use{n, by})
	}
}

// useAll notes each thing of a key's list.
func (l *loader) useAll(t thing, n *node, key, by string) {
	for _, item := range n.list(key) {
		l.use(t, item, by)
	}
}

// checkUses reports what is named and not declared. Nothing is said while not
// all of the files that declare it could be read.
func (l *loader) checkUses(t thing, declared []string) {
	if l.incomplete[t.files] {
		return
	}
	known := map[string]bool{}
	for _, id := range declared {
		known[id] = true
	}
	for _, u := range l.uses[t] {
		if !known[u.node.text] {
			l.fault(u.node, didYouMean(u.node.text, declared, t.singular+" in this program"), "%s names the %s %s, which there is not", u.by, t.singular, quoted(u.node.text))
		}
	}
}

func ids[T any](list []T, id func(T) string) []string {
	var out []string
	for _, v := range list {
		if s := id(v); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// checkAllUses compares what is named with what is declared.
func (l *loader) checkAllUses() {
	p := l.program
	l.checkUses(controls, names(l.controls, func(c soc.Control) string { return c.ID }))
	l.checkUses(objectives, ids(p.Objectives, func(o soc.ControlObjective) string { return o.ID }))
	l.checkUses(transactions, ids(p.Transactions, func(t soc.TransactionClass) string { return t.ID }))
	l.checkUses(commitments, ids(p.Commitments, func(c soc.Commitment) string { return c.ID }))
	if len(p.Components.List) > 0 {
		l.checkUses(components, ids(p.Components.List, func(c soc.Component) string { return c.Name }))
	}
}
