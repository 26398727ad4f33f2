package engagement

import (
	"fmt"

	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/soc"
)

// actors are the keys of one run, one per party at most. A throw-away key is
// made only when it is first needed, so that a run that writes nothing admits
// nobody.
type actors struct {
	given     map[soc.Party]*keys.Key
	throwAway map[soc.Party]*keys.Key
}

// newActors sorts the given keys by party. Two keys of one party are an
// error: a run has one performer.
func newActors(given []*keys.Key) (*actors, error) {
	a := &actors{given: map[soc.Party]*keys.Key{}, throwAway: map[soc.Party]*keys.Key{}}
	for _, key := range given {
		party := key.Actor.Party
		if other := a.given[party]; other != nil {
			return nil, fmt.Errorf("the keys %s and %s are both of %s: a run has one key per party", other.Actor.Name, key.Actor.Name, party)
		}
		a.given[party] = key
	}
	return a, nil
}

// readiness reports whether management runs by itself: its key was named and
// no practitioner's was.
func (a *actors) readiness() bool {
	return a.given[soc.Management] != nil && a.given[soc.Practitioner] == nil
}

// performer is the party that performs the tests.
func (a *actors) performer() soc.Party {
	if a.readiness() {
		return soc.Management
	}
	return soc.Practitioner
}

// collector is the party that collects the populations: management, who owns
// the sources, unless only a practitioner's key was named.
func (a *actors) collector() soc.Party {
	if a.given[soc.Management] == nil && a.given[soc.Practitioner] != nil {
		return soc.Practitioner
	}
	return soc.Management
}

// isThrowAway reports whether the run has no lasting key for the party.
func (a *actors) isThrowAway(party soc.Party) bool { return a.given[party] == nil }

// key returns the party's key, making a throw-away one if none was named.
func (a *actors) key(party soc.Party) (*keys.Key, error) {
	if key := a.given[party]; key != nil {
		return key, nil
	}
	if key := a.throwAway[party]; key != nil {
		return key, nil
	}
	key, err := keys.ThrowAway(party)
	if err != nil {
		return nil, fmt.Errorf("make a throw-away key: %w", err)
	}
	a.throwAway[party] = key
	return key, nil
}
