// Package keys makes and keeps the Ed25519 keys that actors sign with.
//
// A key belongs to one party for good. It lies in a file of its own in the
// user's configuration folder, which only the user may read, with or without
// a passphrase. The file and the log know a key by the SHA-256 of its public
// half.
package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"github.com/tickmark-audit/tickmark/ledger/entry"
	"github.com/tickmark-audit/tickmark/soc"
)

// Key is an actor who can sign.
type Key struct {
	Actor   soc.Actor
	Public  ed25519.PublicKey
	Created time.Time // UTC, whole seconds

	private ed25519.PrivateKey
}

// namePattern keeps a name safe as the name of a file.
var namePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

// maxRole bounds a role, which is printed in reports.
const maxRole = 100

// New makes a key. It is kept nowhere until Save is called. The error says
// what is wrong with the name, the party or the role.
func New(name string, party soc.Party, role string) (*Key, error) {
	if !namePattern.MatchString(name) {
		return nil, fmt.Errorf("%q cannot name a key: use at most 63 letters, digits, '.', '_' and '-', beginning with a letter or digit", name)
	}
	if party != soc.Management && party != soc.Practitioner {
		return nil, fmt.Errorf("%q is not a party: it is management or practitioner", party)
	}
	if !utf8.ValidString(role) || len(role) > maxRole {
		return nil, fmt.Errorf("a role has at most %d bytes of UTF-8", maxRole)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return &Key{
		Actor:   soc.Actor{KeyID: entry.KeyID(public), Name: name, Party: party, Role: role},
		Public:  public,
		Created: time.Now().UTC().Truncate(time.Second),
		private: private,
	}, nil
}

// ThrowAway makes a key for one run, for a person who named none. What it
// signs can never be issued. It cannot be saved.
func ThrowAway(party soc.Party) (*Key, error) {
	k, err := New("throw-away", party, "")
	if err != nil {
		return nil, err
	}
	k.Actor.ThrowAway = true
	return k, nil
}

// Identity returns who signs.
func (k *Key) Identity() soc.Actor { return k.Actor }

// Sign returns the Ed25519 signature of message.
func (k *Key) Sign(message []byte) []byte { return ed25519.Sign(k.private, message) }

// NoteSigner returns a signer of checkpoints (C2SP signed notes) for the log
// of that origin.
func (k *Key) NoteSigner(origin string) note.Signer { return noteSigner{k, origin} }

type noteSigner struct {
	key    *Key
	origin string
}

func (s noteSigner) Name() string                        { return s.origin }
func (s noteSigner) Sign(message []byte) ([]byte, error) { return s.key.Sign(message), nil }

// KeyHash is that of C2SP signed-note for Ed25519 (type 1).
func (s noteSigner) KeyHash() uint32 {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n\x01", s.origin)
	h.Write(s.key.Public)
	return binary.BigEndian.Uint32(h.Sum(nil))
}
