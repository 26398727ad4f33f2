package keys

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tickmark-audit/tickmark/soc"
)

func TestMain(m *testing.M) {
	scryptWorkFactor = 10 // a passphrase costs a second otherwise
	os.Exit(m.Run())
}

func passphrase(p string) func(string) ([]byte, error) {
	return func(string) ([]byte, error) { return []byte(p), nil }
}

func saved(t *testing.T, dir, name, phrase string) (*Key, string) {
	t.Helper()
	k, err := New(name, soc.Practitioner, "engagement partner")
	if err != nil {
		t.Fatal(err)
	}
	path, err := Save(dir, k, []byte(phrase))
	if err != nil {
		t.Fatal(err)
	}
	return k, path
}

func TestSaveAndLoad(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "config", "keys")
	for _, phrase := range []string{"", "correct horse"} {
		k, path := saved(t, dir, "pat"+phrase[:min(len(phrase), 1)], phrase)
		loaded, err := Load(dir, k.Actor.Name, passphrase(phrase))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(k, loaded, cmp.AllowUnexported(Key{})); diff != "" {
			t.Error(diff)
		}
		if !bytes.Equal(k.Sign([]byte("x")), loaded.Sign([]byte("x"))) {
			t.Error("the loaded key signs otherwise")
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
		}
		shown, err := Show(dir, k.Actor.Name)
		want := Info{Actor: k.Actor, Public: k.Public, Created: k.Created, Encrypted: phrase != "", Path: path}
		if diff := cmp.Diff(want, shown); err != nil || diff != "" {
			t.Errorf("Show: %v\n%s", err, diff)
		}
	}
	infos, err := List(dir)
	if err != nil || len(infos) != 2 || infos[0].Actor.Name != "pat" || infos[1].Actor.Name != "patc" {
		t.Errorf("List = %+v, %v", infos, err)
	}
}

func TestSecretIsEncrypted(t *testing.T) {
	k, path := saved(t, t.TempDir(), "pat", "correct horse")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := os.ReadFile(must(Save(t.TempDir(), k, nil)))
	if err != nil {
		t.Fatal(err)
	}
	seed := plain[bytes.Index(plain, []byte(`"seed": "`))+9:][:40]
	if bytes.Contains(data, seed) {
		t.Error("the file with a passphrase shows the seed")
	}
}

func must(path string, err error) string {
	if err != nil {
		panic(err)
	}
	return path
}

func TestSaveNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	first, _ := saved(t, dir, "pat", "")
	second, err := New("pat", soc.Management, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Save(dir, second, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("Save = %v, want fs.ErrExist", err)
	}
	if loaded, err := Load(dir, "pat", nil); err != nil || loaded.Actor != first.Actor {
		t.Errorf("the first key became %+v, %v", loaded, err)
	}
}

func TestLoadSaysPlainlyWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	saved(t, dir, "pat", "correct horse")
	_, open := saved(t, dir, "open", "")
	if err := os.Chmod(open, 0o640); err != nil {
		t.Fatal(err)
	}
	_, renamed := saved(t, dir, "old-name", "")
	if err := os.Rename(renamed, filepath.Join(dir, "new-name.key")); err != nil {
		t.Fatal(err)
	}
	edit := func(name, from, to string) {
		_, path := saved(t, dir, name, "")
		data, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(data, []byte(from)) {
			t.Fatalf("%s, %v", data, err)
		}
		if err := os.WriteFile(path, bytes.Replace(data, []byte(from), []byte(to), 1), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	edit("other-key", `"public_key": "`, `"public_key": "AAAA`)
	edit("party", `"practitioner"`, `"reader"`)
	edit("version", `key v1`, `key v9`)
	edit("cut", "}\n", "")
	edit("tail", "}\n", "}\n{}")
	edit("extra", `"format"`, `"colour": "red", "format"`)
	edit("no-seed", `"seed": "`, `"seed": "", "encrypted_seed": "`)
	for name, want := range map[string]string{
		"nobody":    `there is no key "nobody" in ` + dir + ": it holds cut, extra, new-name, no-seed, open, other-key, party, pat, tail, version",
		"../pat":    `there is no key "../pat" in`,
		"open":      "others can read key file " + open + " (mode 0640): run 'chmod 600'",
		"new-name":  `holds the key "old-name": rename it back`,
		"other-key": "its public key has 35 bytes, not 32",
		"party":     `its party is "reader"`,
		"version":   `its format is "tickmark key v9"`,
		"cut":       "is damaged",
		"extra":     "is damaged",
		"tail":      "something follows its end",
		"no-seed":   "its encrypted seed is damaged",
	} {
		_, err := Load(dir, name, passphrase("x"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant: %s", name, err, want)
		}
	}
	for want, ask := range map[string]func(string) ([]byte, error){
		"key pat: wrong passphrase":                        passphrase("wrong horse"),
		"key pat: it has a passphrase, and none was given": passphrase(""),
		"key pat has a passphrase: give it":                nil,
		"key pat: the terminal went away":                  func(string) ([]byte, error) { return nil, errors.New("the terminal went away") },
	} {
		if _, err := Load(dir, "pat", ask); err == nil || err.Error() != want {
			t.Errorf("%v\nwant: %s", err, want)
		}
	}
	if _, err := Load(filepath.Join(dir, "none"), "pat", nil); err == nil || !strings.Contains(err.Error(), "make one with 'tickmark key new'") {
		t.Errorf("without any key: %v", err)
	}
	infos, err := List(dir)
	if len(infos) != 2 || err == nil { // pat, and no-seed, whose seed only Load reads
		t.Errorf("List = %d keys, %v; a damaged key must not hide the others", len(infos), err)
	}
}

func TestDefaultDir(t *testing.T) {
	t.Setenv("TICKMARK_CONFIG", "/somewhere")
	if dir, err := DefaultDir(); err != nil || dir != filepath.FromSlash("/somewhere/keys") {
		t.Errorf("DefaultDir = %s, %v", dir, err)
	}
	t.Setenv("TICKMARK_CONFIG", "")
	t.Setenv("XDG_CONFIG_HOME", "/etc/me")
	t.Setenv("HOME", "/home/me")
	if dir, err := DefaultDir(); err != nil || !strings.HasSuffix(dir, filepath.FromSlash("tickmark/keys")) {
		t.Errorf("DefaultDir = %s, %v", dir, err)
	}
}

// FuzzParseKeyFile: no bytes make the reader of key files panic.
func FuzzParseKeyFile(f *testing.F) {
	k, err := New("ada", soc.Management, "compliance lead")
	if err != nil {
		f.Fatal(err)
	}
	for _, phrase := range []string{"", "correct horse"} {
		data, err := os.ReadFile(must(Save(f.TempDir(), k, []byte(phrase))))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := parse(data)
		if err == nil && (len(parsed.PublicKey) != 32 || (len(parsed.Seed) > 0) == (parsed.Encrypted != "")) {
			t.Errorf("accepted %+v", parsed)
		}
	})
}
