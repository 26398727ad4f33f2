package git

import "fmt"

// chain checks that commits are exactly the history of a tip: each is the tip
// or a parent of one before it, none comes twice, and in the end no parent is
// missing.
type chain struct {
	firstParent bool
	waiting     map[string]string // commit → the child that names it; "" for the tip
	seen        map[string]struct{}
}

func newChain(tip string, firstParent bool) *chain {
	return &chain{firstParent: firstParent, waiting: map[string]string{tip: ""}, seen: map[string]struct{}{}}
}

func (c *chain) add(id string, parents []string) error {
	if _, twice := c.seen[id]; twice {
		return fmt.Errorf("commit %s is there twice", id)
	}
	if _, ok := c.waiting[id]; !ok {
		return fmt.Errorf("commit %s is neither the tip nor a parent of a commit before it", id)
	}
	delete(c.waiting, id)
	c.seen[id] = struct{}{}
	if c.firstParent && len(parents) > 1 {
		parents = parents[:1]
	}
	for _, p := range parents {
		if _, before := c.seen[p]; before {
			return fmt.Errorf("commit %s comes after its parent %s", id, p)
		}
		c.waiting[p] = id
	}
	return nil
}

// end returns an error that names a commit that is missing.
func (c *chain) end() error {
	missing := ""
	for id := range c.waiting {
		if missing == "" || id < missing {
			missing = id
		}
	}
	switch {
	case missing == "":
		return nil
	case c.waiting[missing] == "":
		return fmt.Errorf("the history is incomplete: its tip %s is missing", missing)
	}
	return fmt.Errorf("the history is incomplete: commit %s, a parent of %s, is missing (%d in all)", missing, c.waiting[missing], len(c.waiting))
}
