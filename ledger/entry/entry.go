// Package entry defines what is written in the log of an engagement: the
// kinds of entry, who may write them, and their exact bytes.
//
// An entry is a DSSE envelope around an in-toto Statement v1 in canonical
// JSON (RFC 8785). For one content and one key there is exactly one envelope,
// and Parse accepts no other spelling of it. docs/design/ledger.md describes
// the format for who wants to write another reader.
//
// The package needs no database and no cgo: the offline verifier uses it too.
package entry

import (
	"crypto/ed25519"
	"encoding/json"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/tickmark-audit/tickmark/soc"
)

// MaxSize is the size that no envelope exceeds, in bytes. Data belongs in
// objects; an entry names their digests.
const MaxSize = 64 << 10

// ClockTolerance is how far an entry's time may lie before that of the entry
// before it: two machines' clocks never agree.
const ClockTolerance = 5 * time.Minute

// Visibility says who may read an entry.
type Visibility string

// The visibilities. An entry is seen by its own author's party at least.
const (
	Shared           Visibility = "shared"
	ManagementOnly   Visibility = "management"
	PractitionerOnly Visibility = "practitioner"
)

// Subject is an object that an entry vouches for.
type Subject struct {
	Name     string `json:"name"`      // what it is to the entry: raw, table, result …
	SHA256   string `json:"sha256"`    // 64 lower-case hex digits
	TreeRoot string `json:"tree_root"` // RFC 6962 root over chunks of 1 MiB, hex
	Size     int64  `json:"size"`      // bytes
}

// LogState is the log that an entry was written against. Since it is signed
// with the entry, an entry cannot be moved to another log or another past.
type LogState struct {
	Origin string
	Size   int64
	Root   tlog.Hash
}

// Entry is one entry of a log.
type Entry struct {
	Index      int64           `json:"index"` // its place in the log, from 0; not part of the envelope
	ID         string          `json:"id"`    // UUIDv7
	Kind       Kind            `json:"kind"`
	Time       time.Time       `json:"time"` // UTC, whole microseconds
	Actor      soc.Actor       `json:"actor"`
	Visibility Visibility      `json:"visibility"`
	LogSize    int64           `json:"log_size"` // of the log that it was written against; at most Index
	LogRoot    tlog.Hash       `json:"log_root"` // of that log
	Origin     string          `json:"origin"`   // of that log
	Subjects   []Subject       `json:"subjects,omitempty"`
	Predicate  json.RawMessage `json:"predicate"`            // the body, canonical JSON, of a type that Kind decides
	Supersedes []string        `json:"supersedes,omitempty"` // ids of earlier entries
	Envelope   []byte          `json:"-"`                    // the exact bytes in the log

	payload   []byte
	signature []byte
}

// Verify reports whether the entry's signature is that of the key. It does
// not ask whether the key is the one that the entry names.
func (e *Entry) Verify(public ed25519.PublicKey) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, pae(PayloadType, e.payload), e.signature)
}

// Admission is the body of an ActorAdmitted entry: the public key of the
// actor that the entry names, who signs it with that very key.
type Admission struct {
	PublicKey string `json:"public_key"` // Ed25519, 64 lower-case hex digits
}
