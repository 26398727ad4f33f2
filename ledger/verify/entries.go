package verify

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/tickmark-audit/tickmark/ledger/entry"
	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/soc"
)

type verifier struct {
	report   *Report
	hashes   []tlog.Hash // of the tree, recomputed, by stored index
	last     time.Time   // the latest time of an entry so far
	ids      map[string]int64
	admitted map[string]actor
	subjects map[objects.Ref][]string // which entries name an object
	named    map[string]bool          // digests of those objects
}

type actor struct {
	soc.Actor
	public ed25519.PublicKey
	index  int64 // of the admission
}

func newVerifier() *verifier {
	return &verifier{
		report:   &Report{},
		ids:      map[string]int64{},
		admitted: map[string]actor{},
		subjects: map[objects.Ref][]string{},
		named:    map[string]bool{},
	}
}

// ReadHashes makes the recomputed tree a tlog.HashReader.
func (v *verifier) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(v.hashes)) {
			return nil, fmt.Errorf("the tree has no hash %d", index)
		}
		hashes[i] = v.hashes[index]
	}
	return hashes, nil
}

func (v *verifier) checkEntries(ctx context.Context, log Log) {
	for data, err := range log.Envelopes(ctx) {
		if err != nil {
			v.find(CheckRead, "log", "the entries cannot be read: "+err.Error())
			break
		}
		index := v.report.Entries
		added, err := tlog.StoredHashes(index, data, v)
		if err != nil {
			v.find(CheckTree, fmt.Sprintf("entry %d", index), err.Error())
			break
		}
		v.checkEntry(index, data)
		v.hashes = append(v.hashes, added...)
		v.report.Entries++
	}
	if size, err := log.Size(ctx); err != nil {
		v.find(CheckRead, "log", "its size cannot be read: "+err.Error())
	} else if size != v.report.Entries {
		v.differ(CheckTree, "log", "it does not hold the number of entries that it claims", size, v.report.Entries)
	}
	if root, err := tlog.TreeHash(v.report.Entries, v); err == nil {
		v.report.Root = root.String()
	}
}

func (v *verifier) checkEntry(index int64, data []byte) {
	e, err := entry.Parse(data)
	if err != nil {
		v.find(CheckEntry, fmt.Sprintf("entry %d", index), err.Error())
		return
	}
	where := fmt.Sprintf("entry %d (%s)", index, e.Kind)
	v.checkPlace(where, index, e)
	v.checkAuthor(where, index, e)
	for _, id := range e.Supersedes {
		if _, earlier := v.ids[id]; !earlier {
			v.find(CheckEntry, where, fmt.Sprintf("it supersedes %s, which is no earlier entry", id))
		}
	}
	if first, used := v.ids[e.ID]; used {
		v.find(CheckEntry, where, fmt.Sprintf("its id %s is that of entry %d", e.ID, first))
	} else {
		v.ids[e.ID] = index
	}
	if e.Time.After(v.last) {
		v.last = e.Time
	}
	for _, s := range e.Subjects {
		ref := objects.Ref{SHA256: s.SHA256, TreeRoot: s.TreeRoot, Size: s.Size}
		v.subjects[ref] = append(v.subjects[ref], fmt.Sprintf("%s of %s", s.Name, where))
		v.named[s.SHA256] = true
	}
}

// checkPlace holds the log that the entry says it was written against to the
// log that it lies in.
func (v *verifier) checkPlace(where string, index int64, e entry.Entry) {
	if e.Origin != v.report.Origin {
		v.differ(CheckEntry, where, "it was written for another log", v.report.Origin, e.Origin)
	}
	if e.LogSize > index {
		v.differ(CheckEntry, where, "it says that it was written against a longer log", fmt.Sprintf("at most %d", index), e.LogSize)
	} else if root, err := tlog.TreeHash(e.LogSize, v); err != nil {
		v.find(CheckTree, where, err.Error())
	} else if root != e.LogRoot {
		v.differ(CheckEntry, where, fmt.Sprintf("it was written against other entries than the first %d of this log", e.LogSize), e.LogRoot, root)
	}
	if e.Time.Before(v.last.Add(-entry.ClockTolerance)) {
		v.differ(CheckEntry, where, fmt.Sprintf("its time lies more than %s before that of an earlier entry", entry.ClockTolerance),
			v.last.Format(time.RFC3339Nano), e.Time.Format(time.RFC3339Nano))
	}
}

// checkAuthor checks the signature by the key that the log admitted.
func (v *verifier) checkAuthor(where string, index int64, e entry.Entry) {
	known, ok := v.admitted[e.Actor.KeyID]
	if e.Kind == entry.ActorAdmitted {
		public, err := entry.ParseAdmission(e)
		switch {
		case err != nil:
			v.find(CheckSignature, where, err.Error())
		case ok:
			v.find(CheckEntry, where, fmt.Sprintf("key %s was admitted before, by entry %d", e.Actor.KeyID, known.index))
		default:
			v.admitted[e.Actor.KeyID] = actor{e.Actor, public, index}
			v.report.Actors = append(v.report.Actors, e.Actor)
		}
		return
	}
	if !ok {
		v.find(CheckSignature, where, fmt.Sprintf("no entry before it admits its author's key %s", e.Actor.KeyID))
		return
	}
	if !e.Verify(known.public) {
		v.find(CheckSignature, where, fmt.Sprintf("its signature is not that of %s (key %s)", known.Name, known.KeyID))
	}
	if known.Actor != e.Actor {
		v.differ(CheckEntry, where, "its author is not who the key was admitted as", describe(known.Actor), describe(e.Actor))
	}
}

func describe(a soc.Actor) string {
	return fmt.Sprintf("%s of %s, role %q, throw-away %t", a.Name, a.Party, a.Role, a.ThrowAway)
}
