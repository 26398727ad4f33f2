package program

import (
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// readItems parses a file that holds one item or a list of them under the
// plural key, checks it, and calls read for each item.
func (l *loader) readItems(f *file, plural, what string, shape *Shape, read func(n *node)) {
	root := l.parse(f)
	if root == nil {
		l.incomplete[plural] = true
		return
	}
	if !root.has(plural) {
		l.check(root, shape, what)
		read(root)
		return
	}
	l.check(root, object(required(plural, "the items", someOf(shape))), "the file")
	for _, n := range root.list(plural) {
		read(n)
	}
}

// readFile parses and checks a file whose shape is fixed. It returns nil
// after reporting why it cannot be read.
func (l *loader) readFile(f *file, shape *Shape, what string) *node {
	root := l.parse(f)
	if root == nil {
		l.incomplete[f.stem()] = true
		return nil
	}
	l.check(root, shape, what)
	return root
}

func readControls(l *loader, f *file) {
	l.readItems(f, "controls", "the control", controlShape, func(n *node) {
		c := soc.Control{
			ID: n.value("id"), Title: n.value("title"), Statement: n.value("statement"),
			Criteria: n.values("criteria"), Objectives: n.values("objectives"), Owner: n.value("owner"),
			Frequency: n.value("frequency"), Nature: n.value("nature"), Purpose: n.value("purpose"),
			EffectiveFrom: date(n.get("effective_from")), EffectiveTo: date(n.get("effective_to")),
			Components: n.values("components"),
			Supersedes: n.value("supersedes"), Compensates: n.values("compensates"), Organization: n.value("organization"),
		}
		if !c.EffectiveFrom.IsZero() && !c.EffectiveTo.IsZero() && c.EffectiveTo.Before(c.EffectiveFrom) {
			l.fault(n.where("effective_to"), "exchange the two, or correct the year", "the control ends on %s, before it begins on %s", c.EffectiveTo, c.EffectiveFrom)
		}
		by := "the control " + c.ID
		l.useYardstick(n, by, true)
		l.useAll(components, n, "components", by)
		l.useAll(controls, n, "compensates", by)
		l.use(controls, n.get("supersedes"), by)
		l.included(n.get("organization"), by)
		l.controls = append(l.controls, item[soc.Control]{c, n})
	})
}

// unique reports items whose id another has, also when only the case of its
// letters differs, since reports and file systems do not tell those apart.
func unique[T any](l *loader, items []item[T], key, what string, id func(T) string) map[string]*node {
	seen := map[string]*node{}
	byFold := map[string]string{}
	for _, it := range items {
		name := id(it.value)
		if name == "" {
			l.incomplete[what+"s"] = true
			continue
		}
		fold := strings.ToLower(name)
		if other, twice := byFold[fold]; twice {
			first := seen[other]
			l.fault(it.node.where(key), "give one of them another "+key, "the %s %s occurs twice: first in %s, line %d", what, name, printable(first.file.path), first.line)
			continue
		}
		byFold[fold], seen[name] = name, it.node.where(key)
	}
	return seen
}

// names returns the ids of items, for help.
func names[T any](items []item[T], id func(T) string) []string {
	var list []string
	for _, it := range items {
		if name := id(it.value); name != "" {
			list = append(list, name)
		}
	}
	return list
}
