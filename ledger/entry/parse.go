package entry

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tickmark-audit/tickmark/soc"
)

// KeyID returns the id of a public key: its SHA-256, hex.
func KeyID(public []byte) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:])
}

// Parse reads an envelope. It checks everything that the bytes alone can
// show: size, canonical form, types, header, digests, that the author may
// write the kind. It does not check the signature, for which the key must be
// known: Entry.Verify does. The error says which part is wrong; Index is 0.
func Parse(data []byte) (Entry, error) {
	if len(data) > MaxSize {
		return Entry{}, tooLarge(len(data))
	}
	if err := checkCanonical(data); err != nil {
		return Entry{}, fmt.Errorf("envelope: %w", err)
	}
	var env envelope
	if err := decodeStrict(data, &env); err != nil {
		return Entry{}, fmt.Errorf("envelope: %w", err)
	}
	if again, err := Canonical(env); err != nil || !bytes.Equal(again, data) {
		return Entry{}, errors.New("envelope: a field is missing, empty or misspelled")
	}
	if env.PayloadType != PayloadType {
		return Entry{}, fmt.Errorf("envelope: payloadType is %q, not %s", env.PayloadType, PayloadType)
	}
	if len(env.Signatures) != 1 {
		return Entry{}, fmt.Errorf("envelope: it has %d signatures, not one", len(env.Signatures))
	}
	payload, err := decodeBase64(env.Payload)
	if err != nil {
		return Entry{}, fmt.Errorf("envelope: payload %w", err)
	}
	signature, err := decodeBase64(env.Signatures[0].Sig)
	if err == nil && len(signature) != ed25519.SignatureSize {
		err = errors.New("is not an Ed25519 signature")
	}
	if err != nil {
		return Entry{}, fmt.Errorf("envelope: sig %w", err)
	}
	e, err := parseStatement(payload)
	if err != nil {
		return Entry{}, fmt.Errorf("statement: %w", err)
	}
	if e.Actor.KeyID != env.Signatures[0].KeyID {
		return Entry{}, fmt.Errorf("envelope: signed by key %s, but its author is key %s", env.Signatures[0].KeyID, e.Actor.KeyID)
	}
	e.Envelope, e.payload, e.signature = bytes.Clone(data), payload, signature
	return e, nil
}

func parseStatement(payload []byte) (Entry, error) {
	if err := checkCanonical(payload); err != nil {
		return Entry{}, err
	}
	var s statement
	if err := decodeStrict(payload, &s); err != nil {
		return Entry{}, err
	}
	// Whatever was left out, null or spelled in another case shows here.
	if again, err := Canonical(s); err != nil || !bytes.Equal(again, payload) {
		return Entry{}, errors.New("a field is missing, empty or misspelled")
	}
	if s.Type != StatementType {
		return Entry{}, fmt.Errorf("_type is %q, not %s", s.Type, StatementType)
	}
	kind, err := kindOf(s.PredicateType)
	if err != nil {
		return Entry{}, err
	}
	if s.Predicate.Body[0] != '{' {
		return Entry{}, errors.New("its body is not a JSON object")
	}
	h := s.Predicate.Header
	e := Entry{
		ID: h.ID, Kind: kind, Actor: soc.Actor(h.Actor), Visibility: h.Visibility,
		LogSize: h.LogSize, Supersedes: h.Supersedes, Predicate: s.Predicate.Body,
	}
	if e.Time, err = parseTime(h.Time); err != nil {
		return Entry{}, err
	}
	if err := errors.Join(checkID(e), checkActor(e.Actor), checkHeader(e), CheckWall(kind, e.Actor.Party)); err != nil {
		return Entry{}, err
	}
	if err := readSubjects(&e, s.Subject); err != nil {
		return Entry{}, err
	}
	return e, nil
}

func readSubjects(e *Entry, list []descriptor) error {
	if len(list) == 0 {
		return errors.New("it has no subject: the first is the log that it was written against")
	}
	log := list[0]
	root, err := hex.DecodeString(log.Digest.LogRoot)
	if err != nil || len(root) != len(e.LogRoot) || log.Name == "" ||
		log.Digest != (digests{LogRoot: hex.EncodeToString(root)}) || log.Annotations != nil {
		return errors.New("its first subject is not the log that it was written against")
	}
	e.Origin = log.Name
	copy(e.LogRoot[:], root)
	names := map[string]bool{}
	for _, d := range list[1:] {
		if d.Name == "" || names[d.Name] {
			return fmt.Errorf("the subject name %q is empty or used twice", d.Name)
		}
		names[d.Name] = true
		if d.Annotations == nil || d.Annotations.Size < 0 || d.Digest.LogRoot != "" ||
			!isDigest(d.Digest.SHA256) || !isDigest(d.Digest.TreeRoot) {
			return fmt.Errorf("subject %s needs a SHA-256, a tree root (both 64 lower-case hexadecimal digits) and a size", d.Name)
		}
		e.Subjects = append(e.Subjects, Subject{
			Name: d.Name, SHA256: d.Digest.SHA256, TreeRoot: d.Digest.TreeRoot, Size: d.Annotations.Size,
		})
	}
	return nil
}

func checkHeader(e Entry) error {
	if e.LogSize < 0 {
		return fmt.Errorf("log_size is %d", e.LogSize)
	}
	switch e.Visibility {
	case Shared, Visibility(e.Actor.Party):
	case ManagementOnly, PractitionerOnly:
		return fmt.Errorf("visibility %s would hide it from its own author, %s", e.Visibility, e.Actor.Party)
	default:
		return fmt.Errorf("visibility is %q, not shared, management or practitioner", e.Visibility)
	}
	seen := map[string]bool{}
	for _, id := range e.Supersedes {
		parsed, err := uuid.Parse(id)
		if err != nil || parsed.String() != id || seen[id] || id == e.ID {
			return fmt.Errorf("supersedes: %q is not the id of another entry, named once", id)
		}
		seen[id] = true
	}
	return nil
}

func checkActor(a soc.Actor) error {
	if !isDigest(a.KeyID) {
		return fmt.Errorf("actor: key_id %q is not the SHA-256 of a public key", a.KeyID)
	}
	if a.Name == "" {
		return errors.New("actor: it has no name")
	}
	return nil
}

// checkID wants a UUIDv7 of the entry's own time.
func checkID(e Entry) error {
	id, err := uuid.Parse(e.ID)
	if err != nil || id.String() != e.ID || id.Version() != 7 || id.Variant() != uuid.RFC4122 {
		return fmt.Errorf("id %q is not a UUIDv7", e.ID)
	}
	var ms int64
	for _, b := range id[:6] {
		ms = ms<<8 | int64(b)
	}
	if ms != e.Time.UnixMilli() {
		return fmt.Errorf("id %s is not of the entry's time, %s", e.ID, e.Time.Format(timeLayout))
	}
	return nil
}

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil || t.Format(timeLayout) != s {
		return time.Time{}, fmt.Errorf("time %q is not written as %s", s, timeLayout)
	}
	return t, nil
}

func isDigest(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == sha256.Size && hex.EncodeToString(b) == s
}

func decodeBase64(s string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || base64.StdEncoding.EncodeToString(b) != s {
		return nil, errors.New("is not base64 with padding")
	}
	return b, nil
}

func decodeStrict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(v)
}
