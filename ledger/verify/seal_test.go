package verify

import (
	"bytes"
	"strings"
	"testing"
)

func testSeal() Seal {
	return Seal{File: "engagement.sqlite", Size: 40960, SHA256: strings.Repeat("a", 64), Origin: origin, LogSize: 5, LogRoot: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}
}

func TestSealReadsBack(t *testing.T) {
	data := testSeal().Marshal()
	got, err := ParseSeal(data)
	want := testSeal()
	want.Checksum = got.Checksum
	if err != nil || got != want || len(got.Checksum) != 64 {
		t.Errorf("ParseSeal = %+v, %v", got, err)
	}
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		if _, err := ParseSeal(changed); err == nil || !strings.Contains(err.Error(), "seal.json is damaged") {
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
}

func TestASealNamesAFileOfItsOwnFolder(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../secret", "/etc/passwd", "a/b"} {
		seal := testSeal()
		seal.File = name
		if _, err := ParseSeal(seal.Marshal()); err == nil {
			t.Errorf("a seal of %q is read", name)
		}
	}
}

// FuzzParseSeal: no bytes make it panic, and it reads one spelling only.
func FuzzParseSeal(f *testing.F) {
	f.Add(testSeal().Marshal())
	f.Add([]byte(`{}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if seal, err := ParseSeal(data); err == nil && !bytes.Equal(seal.Marshal(), data) {
			t.Errorf("two spellings of one seal: %q", data)
		}
	})
}
