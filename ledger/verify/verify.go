// Package verify checks an engagement file without trusting the program that
// wrote it: it needs no database, no cgo and no network, and imports little.
//
// It recomputes everything from the bytes: the Merkle tree from the entries,
// every checkpoint from the tree, signatures by the keys that the log admits,
// the rules of who may write what, and every object from its digest. It
// reports all that it finds, not only the first. It does not re-perform the
// tests of controls: package engagement does.
package verify

import (
	"context"
	"fmt"
	"io/fs"
	"iter"

	"github.com/tickmark-audit/tickmark/soc"
)

// Log is what the verifier reads of a log. *ledger.Log is one.
type Log interface {
	// Origin is the name of the log.
	Origin() string
	// Size is the number of entries that the log claims to have.
	Size(ctx context.Context) (int64, error)
	// Envelopes yields the bytes of every entry, in order.
	Envelopes(ctx context.Context) iter.Seq2[[]byte, error]
	// StoredHashes yields the tree's hashes in the order of
	// tlog.StoredHashIndex. Nil when the log keeps none.
	StoredHashes(ctx context.Context) iter.Seq2[[]byte, error]
	// Checkpoints yields the signed checkpoints in the order of their sizes.
	Checkpoints(ctx context.Context) iter.Seq2[[]byte, error]
}

// Input is what is verified.
type Input struct {
	// Log is the log; nil when it could not be opened, and LogError says why.
	Log      Log
	LogError error
	// Folder is the engagement folder, with seal.json, the file that it names
	// and objects/. Nil leaves them unchecked.
	Folder fs.FS
}

// Check is the kind of a finding.
type Check string

// The checks.
const (
	CheckRead       Check = "read"       // something cannot be read
	CheckEntry      Check = "entry"      // an entry breaks the format, the wall or the order
	CheckSignature  Check = "signature"  // an entry is not signed by an admitted key
	CheckTree       Check = "tree"       // a tree hash is not that of the entries
	CheckCheckpoint Check = "checkpoint" // a checkpoint does not hold
	CheckObject     Check = "object"     // an object is missing or damaged
	CheckStray      Check = "stray"      // a file that no entry names
	CheckSeal       Check = "seal"       // the log's file is not the one that was sealed
	CheckSealStale  Check = "seal-stale" // entries were added after the seal: a command did not finish
)

// Finding is one thing that does not hold.
type Finding struct {
	Check   Check  `json:"check"`
	Where   string `json:"where"`   // entry 3 (test-performed), objects/ab/cd…, engagement.sqlite
	Problem string `json:"problem"` // one sentence
	// Expected and Found are the two values that should be equal, when the
	// problem is that they differ.
	Expected string `json:"expected,omitempty"`
	Found    string `json:"found,omitempty"`
}

// String returns the finding on one line.
func (f Finding) String() string {
	s := f.Where + ": " + f.Problem
	if f.Expected != "" || f.Found != "" {
		s += fmt.Sprintf("; expected %s, found %s", f.Expected, f.Found)
	}
	return s
}

// Report is what was checked, and what does not hold.
type Report struct {
	Origin      string      `json:"origin"`
	Root        string      `json:"root"` // recomputed over all entries, base64
	Entries     int64       `json:"entries"`
	Checkpoints int64       `json:"checkpoints"`
	Objects     int64       `json:"objects"`
	ObjectBytes int64       `json:"object_bytes"`
	Actors      []soc.Actor `json:"actors"` // in the order of their admission
	Findings    []Finding   `json:"findings,omitempty"`
}

// OK reports whether everything holds.
func (r *Report) OK() bool { return len(r.Findings) == 0 }

// Run checks everything that the input has. Whatever is wrong with the input
// is a finding; the error is the context's only.
func Run(ctx context.Context, in Input) (*Report, error) {
	v := newVerifier()
	if in.LogError != nil {
		v.find(CheckRead, "log", "it cannot be opened: "+in.LogError.Error())
	}
	if in.Log != nil {
		v.report.Origin = in.Log.Origin()
		v.checkEntries(ctx, in.Log)
		v.checkHashes(ctx, in.Log)
		v.checkCheckpoints(ctx, in.Log)
	}
	if in.Folder != nil {
		v.checkSeal(ctx, in)
		v.checkObjects(ctx, in)
	}
	return v.report, ctx.Err()
}

func (v *verifier) find(check Check, where, problem string) {
	v.report.Findings = append(v.report.Findings, Finding{Check: check, Where: where, Problem: problem})
}

func (v *verifier) differ(check Check, where, problem string, expected, found any) {
	v.report.Findings = append(v.report.Findings, Finding{check, where, problem, fmt.Sprint(expected), fmt.Sprint(found)})
}
