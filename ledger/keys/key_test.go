package keys

import (
	"crypto/ed25519"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestNewNamesAreSafe(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../x", "a/b", `a\b`, "a b", "-a", ".a", "ä", strings.Repeat("a", 64), "a\x00"} {
		if _, err := New(name, soc.Management, ""); err == nil {
			t.Errorf("New accepts the name %q", name)
		}
	}
	for _, name := range []string{"a", "0", "pat-1_b.c", strings.Repeat("a", 63)} {
		if _, err := New(name, soc.Practitioner, "engagement partner"); err != nil {
			t.Error(err)
		}
	}
	if _, err := New("ada", "reader", ""); err == nil {
		t.Error("New accepts a party that is none")
	}
	if _, err := New("ada", soc.Management, strings.Repeat("x", 101)); err == nil {
		t.Error("New accepts a role of any length")
	}
}

func TestThrowAwayIsNeverKept(t *testing.T) {
	one, err := ThrowAway(soc.Management)
	if err != nil {
		t.Fatal(err)
	}
	two, err := ThrowAway(soc.Management)
	if err != nil {
		t.Fatal(err)
	}
	if !one.Actor.ThrowAway || one.Actor.KeyID == two.Actor.KeyID {
		t.Errorf("ThrowAway = %+v, then %+v", one.Actor, two.Actor)
	}
	if _, err := Save(t.TempDir(), one, nil); err == nil {
		t.Error("a throw-away key was saved")
	}
}

// The signature on a checkpoint is one that the note package itself accepts.
func TestNoteSigner(t *testing.T) {
	const origin = "tickmark.dev/engagement/test"
	k, err := New("ada", soc.Management, "")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: origin + "\n0\n\n"}, k.NoteSigner(origin))
	if err != nil {
		t.Fatal(err)
	}
	public, err := note.NewEd25519VerifierKey(origin, k.Public)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(signed, note.VerifierList(verifier)); err != nil {
		t.Error(err)
	}
	if !ed25519.Verify(k.Public, []byte("x"), k.Sign([]byte("x"))) {
		t.Error("Sign does not sign")
	}
}
