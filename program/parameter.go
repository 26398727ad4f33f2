package program

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// parameterUse is how a value uses a parameter: ${name}.
var parameterUse = regexp.MustCompile(`\$\{[^}]*\}`)

// readParameters fills l.parameters from the declarations of engagement.yaml
// and the values that the caller gave.
func (l *loader) readParameters(engagement *node) {
	l.parameters = map[string]string{}
	declared := engagement.get("parameters")
	if declared != nil {
		l.check(declared, engagementShape.key("parameters").Shape, "parameters")
		for _, e := range declared.entries {
			l.readParameter(e)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.options.Parameters)) {
		if _, ok := l.parameters[name]; !ok {
			l.faultAt(l.engagementFile, 0, 0, didYouMean(name, slices.Sorted(maps.Keys(l.parameters)), "parameter in this program"),
				"the parameter %s is set, but the program declares none of that name", quoted(name))
		}
	}
}

func (l *loader) readParameter(e entry) {
	if e.key.bad {
		return
	}
	name, given := e.key.text, false
	value := e.value.value("default")
	if v, ok := l.options.Parameters[name]; ok {
		value, given = v, true
	}
	l.parameters[name] = value
	needed := e.value.value("required") == "true"
	switch {
	case needed && e.value.has("default"):
		l.fault(e.value.where("default"), "remove one of the two", "the parameter %s is required, so its default would never be used", name)
	case needed && !given:
		l.fault(e.key, "name it on the command line: --set "+name+"=VALUE ("+printable(e.value.value("description"))+")",
			"the parameter %s needs a value", name)
		l.unset = append(l.unset, name)
	case given && strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == '\u007f' || r == '\ufffd' }):
		l.fault(e.key, "name it again without them", "the value of the parameter %s holds characters that are not text", name)
	}
}

// substitute replaces the parameters in a scalar. It reports a fault and
// returns false for one that is not declared; a required one that has no
// value was reported where it is declared.
func (l *loader) substitute(n *node) bool {
	if l.parameters == nil && parameterUse.MatchString(n.text) {
		n.bad = true // engagement.yaml could not be read, which was reported
		return false
	}
	ok := true
	changed := parameterUse.ReplaceAllStringFunc(n.text, func(use string) string {
		name := use[2 : len(use)-1]
		value, declared := l.parameters[name]
		if slices.Contains(l.unset, name) {
			n.bad, ok = true, false
		} else if !declared {
			l.bad(n, "declare it under parameters in engagement.yaml; "+didYouMean(name, slices.Sorted(maps.Keys(l.parameters)), "parameter in this program"),
				"unknown parameter %s", quoted(name))
			ok = false
		}
		return value
	})
	if ok && changed != n.text {
		n.before, n.text, n.parameter = n.text, changed, true
	}
	return ok
}
