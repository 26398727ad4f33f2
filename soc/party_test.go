package soc

import "testing"

// A second key under a name is no second person; a throw-away key is nobody's.
func TestSamePerson(t *testing.T) {
	pat := Actor{KeyID: "1", Name: "pat", Party: Practitioner, Role: RolePartner}
	for _, c := range []struct {
		what  string
		other Actor
		want  bool
	}{
		{"the same key", pat, true},
		{"a second key", Actor{KeyID: "2", Name: "Pat", Party: Practitioner, Role: RoleAssociate}, true},
		{"a key of the other party", Actor{KeyID: "3", Name: "pat", Party: Management}, true},
		{"somebody else", Actor{KeyID: "4", Name: "sam", Party: Practitioner}, false},
		{"a throw-away key", Actor{KeyID: "5", Name: "pat", Party: Practitioner, ThrowAway: true}, false},
	} {
		if got := pat.SamePerson(c.other); got != c.want || c.other.SamePerson(pat) != c.want {
			t.Errorf("%s: %v, want %v both ways", c.what, got, c.want)
		}
	}
	if (Actor{KeyID: "6"}).SamePerson(Actor{KeyID: "7"}) {
		t.Error("two keys without a name are one person's")
	}
}
