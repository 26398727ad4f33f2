package entry

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tickmark-audit/tickmark/soc"
)

// Draft is what a caller wants to write; Sign makes an entry of it.
type Draft struct {
	Kind       Kind
	Subjects   []Subject
	Predicate  any        // the body, encoded as a JSON object; nil is an empty one
	Visibility Visibility // "" is Shared
	Supersedes []string   // ids of earlier entries
}

// Signer signs for one actor.
type Signer interface {
	Identity() soc.Actor
	Sign(message []byte) []byte // Ed25519
}

// Sign makes the entry that says draft, at that time, against that log. Its
// Index is not set. The error says which part of the draft cannot be written:
// an unknown kind or party, a body that is not JSON, or one that is too large.
func Sign(signer Signer, log LogState, at time.Time, draft Draft) (Entry, error) {
	e, err := sign(signer, log, at, draft)
	if err != nil {
		return Entry{}, fmt.Errorf("%s entry: %w", draft.Kind, err)
	}
	return e, nil
}

func sign(signer Signer, log LogState, at time.Time, draft Draft) (Entry, error) {
	if draft.Predicate == nil {
		draft.Predicate = struct{}{}
	}
	body, err := Canonical(draft.Predicate)
	if err != nil {
		return Entry{}, fmt.Errorf("its body cannot be written: %w", err)
	}
	at = at.UTC().Truncate(time.Microsecond)
	id, err := NewID(at)
	if err != nil {
		return Entry{}, err
	}
	visibility := draft.Visibility
	if visibility == "" {
		visibility = Shared
	}
	who := signer.Identity()
	payload, err := Canonical(statement{
		Type:          StatementType,
		PredicateType: draft.Kind.PredicateType(),
		Subject:       describe(log, draft.Subjects),
		Predicate: predicate{
			Header: header{
				ID: id, Time: at.Format(timeLayout), Actor: actor(who), Visibility: visibility,
				LogSize: log.Size, Supersedes: draft.Supersedes,
			},
			Body: body,
		},
	})
	if err != nil {
		return Entry{}, err
	}
	encoded, err := Canonical(envelope{
		Payload:     base64.StdEncoding.EncodeToString(payload),
		PayloadType: PayloadType,
		Signatures: []envelopeSignature{{
			KeyID: who.KeyID,
			Sig:   base64.StdEncoding.EncodeToString(signer.Sign(pae(PayloadType, payload))),
		}},
	})
	if err != nil {
		return Entry{}, err
	}
	// Reading it back applies every rule of the format in one place.
	return Parse(encoded)
}

func describe(log LogState, subjects []Subject) []descriptor {
	list := []descriptor{{Name: log.Origin, Digest: digests{LogRoot: hex.EncodeToString(log.Root[:])}}}
	for _, s := range subjects {
		list = append(list, descriptor{
			Name:        s.Name,
			Digest:      digests{SHA256: s.SHA256, TreeRoot: s.TreeRoot},
			Annotations: &annotations{Size: s.Size},
		})
	}
	return list
}

// NewID returns a UUIDv7 of that time: the time in milliseconds, then 74
// random bits.
func NewID(at time.Time) (string, error) {
	var id uuid.UUID
	if _, err := rand.Read(id[:]); err != nil {
		return "", err
	}
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	id[6] = 0x70 | id[6]&0x0f // version 7
	id[8] = 0x80 | id[8]&0x3f // variant of RFC 9562
	return id.String(), nil
}

// AdmissionDraft is the draft by which a key shows itself to the log.
func AdmissionDraft(publicKey []byte) Draft {
	return Draft{Kind: ActorAdmitted, Predicate: Admission{PublicKey: hex.EncodeToString(publicKey)}}
}

// ParseAdmission returns the public key that an ActorAdmitted entry admits.
// The error says what is wrong when the body is not one, when the key is not
// the one that the entry's actor is named after, or when the key did not sign
// the entry.
func ParseAdmission(e Entry) ([]byte, error) {
	var body Admission
	if err := json.Unmarshal(e.Predicate, &body); err != nil {
		return nil, fmt.Errorf("its body is not an admission: %w", err)
	}
	public, err := hex.DecodeString(body.PublicKey)
	if err != nil || hex.EncodeToString(public) != body.PublicKey {
		return nil, fmt.Errorf("%q is not a public key", body.PublicKey)
	}
	if id := KeyID(public); id != e.Actor.KeyID {
		return nil, fmt.Errorf("it admits key %s and names key %s as its author", id, e.Actor.KeyID)
	}
	if !e.Verify(public) {
		return nil, fmt.Errorf("it is not signed by the key that it admits")
	}
	return public, nil
}
