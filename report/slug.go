package report

import "fmt"

// slugs gives every name an anchor of its own: two names that differ only in
// characters that an anchor cannot have get different ones.
type slugs struct {
	given map[string]string
	taken map[string]bool
}

func newSlugs() slugs { return slugs{map[string]string{}, map[string]bool{}} }

// of returns the anchor of a name of some kind, such as "population" and
// "changes". The same name always gets the same anchor.
func (s slugs) of(kind, name string) string {
	key := kind + "\x00" + name
	if id := s.given[key]; id != "" {
		return id
	}
	base := anchor(kind, name)
	id := base
	for n := 2; s.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	s.given[key], s.taken[id] = id, true
	return id
}
