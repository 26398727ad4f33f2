package entry

import (
	"encoding/json"
	"fmt"

	"github.com/tickmark-audit/tickmark/soc"
)

// The types that the envelope and the statement name.
const (
	PayloadType   = "application/vnd.in-toto+json"
	StatementType = "https://in-toto.io/Statement/v1"
)

// timeLayout writes a time in UTC with whole microseconds.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// statement is an in-toto Statement v1. The first subject is always the log
// that the entry was written against, named by its origin; the others are
// objects.
type statement struct {
	Type          string       `json:"_type"`
	Subject       []descriptor `json:"subject"`
	PredicateType string       `json:"predicateType"`
	Predicate     predicate    `json:"predicate"`
}

// descriptor is an in-toto ResourceDescriptor.
type descriptor struct {
	Name        string       `json:"name"`
	Digest      digests      `json:"digest"`
	Annotations *annotations `json:"annotations,omitempty"`
}

type digests struct {
	SHA256   string `json:"sha256,omitempty"`
	TreeRoot string `json:"treeRoot,omitempty"` // RFC 6962 over 1 MiB chunks
	LogRoot  string `json:"logRoot,omitempty"`  // RFC 6962 over the log's envelopes
}

type annotations struct {
	Size int64 `json:"size"`
}

type predicate struct {
	Header header          `json:"header"`
	Body   json.RawMessage `json:"body"`
}

type header struct {
	ID         string     `json:"id"`
	Time       string     `json:"time"`
	Actor      actor      `json:"actor"`
	Visibility Visibility `json:"visibility"`
	LogSize    int64      `json:"log_size"`
	Supersedes []string   `json:"supersedes,omitempty"`
}

// actor fixes the spelling of soc.Actor in an entry, whatever soc adds later.
type actor struct {
	KeyID     string    `json:"key_id"`
	Name      string    `json:"name"`
	Party     soc.Party `json:"party"`
	Role      string    `json:"role,omitempty"`
	ThrowAway bool      `json:"throw_away,omitempty"`
}

// envelope is a DSSE envelope with one signature.
type envelope struct {
	Payload     string              `json:"payload"`
	PayloadType string              `json:"payloadType"`
	Signatures  []envelopeSignature `json:"signatures"`
}

type envelopeSignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"`
}

// pae is the pre-authentication encoding of DSSE v1: what is signed. The
// library of that name would bring an SSH client into the verifier; a test
// holds this line to it.
func pae(payloadType string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}
