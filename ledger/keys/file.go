package keys

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/tickmark-audit/tickmark/ledger/entry"
	"github.com/tickmark-audit/tickmark/soc"
)

// suffix ends the names of key files.
const suffix = ".key"

// scryptWorkFactor is the cost of a passphrase: about a second. Tests lower it.
var scryptWorkFactor = 18

// Info is what a key file says without its passphrase.
type Info struct {
	Actor     soc.Actor         `json:"actor"`
	Public    ed25519.PublicKey `json:"public_key"` // base64 in JSON
	Created   time.Time         `json:"created"`
	Encrypted bool              `json:"encrypted"` // a passphrase is needed
	Path      string            `json:"path"`
}

// file is a key as it lies on disk, in JSON. Exactly one of the last two
// fields is there: the 32-byte Ed25519 seed, or an armored age file of it.
type file struct {
	Format    string    `json:"format"`
	Name      string    `json:"name"`
	Party     soc.Party `json:"party"`
	Role      string    `json:"role,omitempty"`
	PublicKey []byte    `json:"public_key"`
	Created   time.Time `json:"created"`
	Seed      []byte    `json:"seed,omitempty"`
	Encrypted string    `json:"encrypted_seed,omitempty"`
}

const format = "tickmark key v1"

// DefaultDir returns the folder of the user's keys: $TICKMARK_CONFIG/keys, or
// tickmark/keys in the user's configuration folder. The error says that there
// is neither.
func DefaultDir() (string, error) {
	if dir := os.Getenv("TICKMARK_CONFIG"); dir != "" {
		return filepath.Join(dir, "keys"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("no folder for keys: set TICKMARK_CONFIG (%w)", err)
	}
	return filepath.Join(dir, "tickmark", "keys"), nil
}

// Save writes the key to a new file in dir, which only the user may read,
// and returns its path. An empty passphrase leaves the key unencrypted. It
// never overwrites a key: the error then wraps fs.ErrExist.
func Save(dir string, k *Key, passphrase []byte) (string, error) {
	if k.Actor.ThrowAway {
		return "", errors.New("a throw-away key is never saved")
	}
	f := file{
		Format: format, Name: k.Actor.Name, Party: k.Actor.Party, Role: k.Actor.Role,
		PublicKey: k.Public, Created: k.Created, Seed: k.private.Seed(),
	}
	if len(passphrase) > 0 {
		encrypted, err := encrypt(f.Seed, passphrase)
		if err != nil {
			return "", err
		}
		f.Seed, f.Encrypted = nil, encrypted
	}
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(dir, k.Actor.Name+suffix)
	return path, writeNew(path, append(data, '\n'))
}

// writeNew writes a new file; one that could not be written whole is removed.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("there is a key of that name already: %s: %w", path, fs.ErrExist)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// Load reads the key of that name from dir. It asks passphrase only when the
// key has one. The error is plain: the name is unknown (it lists those that
// exist), others may read the file, the passphrase is wrong, or the file is
// damaged.
func Load(dir, name string, passphrase func(name string) ([]byte, error)) (*Key, error) {
	f, path, err := read(dir, name)
	if err != nil {
		return nil, err
	}
	seed := f.Seed
	if f.Encrypted != "" {
		if passphrase == nil {
			return nil, fmt.Errorf("key %s has a passphrase: give it", name)
		}
		secret, err := passphrase(name)
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", name, err)
		}
		if seed, err = decrypt(f.Encrypted, secret); err != nil {
			return nil, fmt.Errorf("key %s: %w", name, err)
		}
	}
	if len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("key file %s is damaged: its seed has %d bytes, not %d", path, len(seed), ed25519.SeedSize)
	}
	private := ed25519.NewKeyFromSeed(seed)
	public := private.Public().(ed25519.PublicKey)
	if !public.Equal(ed25519.PublicKey(f.PublicKey)) {
		return nil, fmt.Errorf("key file %s is damaged: its public key is not that of its seed", path)
	}
	return &Key{Actor: f.actor(), Public: public, Created: f.Created, private: private}, nil
}

// Show returns what the file of a key says without its passphrase. Errors are
// those of Load.
func Show(dir, name string) (Info, error) {
	f, path, err := read(dir, name)
	if err != nil {
		return Info{}, err
	}
	return Info{f.actor(), f.PublicKey, f.Created, f.Encrypted != "", path}, nil
}

// List returns the keys in dir, in the order of their names; none when there
// is no such folder. The error is that of the first file that cannot be read;
// the others are returned with it.
func List(dir string) ([]Info, error) {
	names, err := list(dir)
	if err != nil {
		return nil, err
	}
	var infos []Info
	var failed []error
	for _, name := range names {
		info, err := Show(dir, name)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		infos = append(infos, info)
	}
	return infos, errors.Join(failed...)
}

func list(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), suffix); ok && namePattern.MatchString(name) {
			names = append(names, name)
		}
	}
	return names, err
}

func read(dir, name string) (file, string, error) {
	path := filepath.Join(dir, name+suffix)
	if !namePattern.MatchString(name) {
		return file{}, "", unknown(dir, name)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return file{}, "", unknown(dir, name)
	}
	if err != nil {
		return file{}, "", err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return file{}, "", fmt.Errorf("others can read key file %s (mode %04o): run 'chmod 600' on it, and make a new key if someone may have copied it",
			path, info.Mode().Perm())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return file{}, "", err
	}
	f, err := parse(data)
	if err != nil {
		return file{}, "", fmt.Errorf("key file %s is damaged: %w", path, err)
	}
	if f.Name != name {
		return file{}, "", fmt.Errorf("key file %s holds the key %q: rename it back", path, f.Name)
	}
	return f, path, nil
}

func parse(data []byte) (file, error) {
	var f file
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return file{}, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return file{}, errors.New("something follows its end")
	}
	switch {
	case f.Format != format:
		return file{}, fmt.Errorf("its format is %q, not %q", f.Format, format)
	case len(f.PublicKey) != ed25519.PublicKeySize:
		return file{}, fmt.Errorf("its public key has %d bytes, not %d", len(f.PublicKey), ed25519.PublicKeySize)
	case f.Party != soc.Management && f.Party != soc.Practitioner:
		return file{}, fmt.Errorf("its party is %q, not management or practitioner", f.Party)
	case (len(f.Seed) > 0) == (f.Encrypted != ""):
		return file{}, errors.New("it needs either a seed or an encrypted seed")
	}
	return f, nil
}

func (f *file) actor() soc.Actor {
	return soc.Actor{KeyID: entry.KeyID(f.PublicKey), Name: f.Name, Party: f.Party, Role: f.Role}
}

func unknown(dir, name string) error {
	names, err := list(dir)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no key %q, and none in %s: make one with 'tickmark key new'", name, dir)
	}
	return fmt.Errorf("there is no key %q in %s: it holds %s", name, dir, strings.Join(names, ", "))
}

func encrypt(seed, passphrase []byte) (string, error) {
	recipient, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return "", err
	}
	recipient.SetWorkFactor(scryptWorkFactor)
	var out strings.Builder
	armored := armor.NewWriter(&out)
	w, err := age.Encrypt(armored, recipient)
	if err != nil {
		return "", err
	}
	_, err = w.Write(seed)
	err = errors.Join(err, w.Close(), armored.Close()) // the last bytes come with Close
	return out.String(), err
}

func decrypt(encrypted string, passphrase []byte) ([]byte, error) {
	if len(passphrase) == 0 {
		return nil, errors.New("it has a passphrase, and none was given")
	}
	identity, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(encrypted)), identity)
	var noMatch *age.NoIdentityMatchError
	if errors.As(err, &noMatch) {
		return nil, errors.New("wrong passphrase")
	}
	if err != nil {
		return nil, fmt.Errorf("its encrypted seed is damaged: %w", err)
	}
	return io.ReadAll(r)
}
