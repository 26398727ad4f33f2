package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"golang.org/x/mod/sumdb/tlog"
)

// SealFile is the name of the seal, beside the file that it seals.
const SealFile = "seal.json"

// Seal says what the log's file was when the last command finished. The log
// covers its entries by itself; the seal covers the rest of the file, such as
// pages that the database does not use.
type Seal struct {
	File    string `json:"file"`     // name of the sealed file, in the same folder
	Size    int64  `json:"size"`     // bytes
	SHA256  string `json:"sha256"`   // hex
	Origin  string `json:"origin"`   // of the log
	LogSize int64  `json:"log_size"` // entries
	LogRoot string `json:"log_root"` // RFC 6962, base64
	// Checksum is the SHA-256, hex, of the seal written with an empty one.
	// It tells a damaged seal from a damaged file. Marshal sets it.
	Checksum string `json:"checksum"`
}

// Marshal returns the one way in which a seal is written.
func (s Seal) Marshal() []byte {
	s.Checksum = ""
	sum := sha256.Sum256(s.marshal())
	s.Checksum = hex.EncodeToString(sum[:])
	return s.marshal()
}

func (s Seal) marshal() []byte {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic("verify: a seal is always JSON: " + err.Error())
	}
	return append(data, '\n')
}

// ParseSeal reads what Marshal wrote, and nothing else.
func ParseSeal(data []byte) (Seal, error) {
	var s Seal
	if err := json.Unmarshal(data, &s); err != nil {
		return Seal{}, fmt.Errorf("%s is damaged: %w", SealFile, err)
	}
	if !bytes.Equal(s.Marshal(), data) || path.Base(s.File) != s.File || !fs.ValidPath(s.File) || s.File == "." {
		return Seal{}, fmt.Errorf("%s is damaged: it is not as Tickmark writes it", SealFile)
	}
	return s, nil
}

// FileDigest returns the size and SHA-256, hex, of everything that r yields.
func FileDigest(r io.Reader) (int64, string, error) {
	h := sha256.New()
	n, err := io.Copy(h, r)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func (v *verifier) checkSeal(_ context.Context, in Input) {
	data, err := fs.ReadFile(in.Folder, SealFile)
	if errors.Is(err, fs.ErrNotExist) {
		v.find(CheckSeal, SealFile, "it is missing: the command that wrote the log did not finish, or the seal was removed")
		return
	}
	if err != nil {
		v.find(CheckRead, SealFile, err.Error())
		return
	}
	seal, err := ParseSeal(data)
	if err != nil {
		v.find(CheckSeal, SealFile, err.Error())
		return
	}
	size, digest, err := v.digestFile(in.Folder, seal.File)
	if err != nil {
		v.find(CheckRead, seal.File, err.Error())
		return
	}
	same := size == seal.Size && digest == seal.SHA256
	switch {
	case same && in.Log == nil:
	case same:
		v.checkSealedLog(seal)
	case in.Log != nil && v.grewFrom(seal):
		v.differ(CheckSealStale, SealFile, "entries were added after it was written: a command was interrupted; run it again to the end",
			fmt.Sprintf("%d entries", seal.LogSize), fmt.Sprintf("%d entries", v.report.Entries))
	default:
		v.differ(CheckSeal, seal.File, "it is not the file that was sealed",
			fmt.Sprintf("%d bytes with SHA-256 %s", seal.Size, seal.SHA256), fmt.Sprintf("%d bytes with SHA-256 %s", size, digest))
	}
}

func (v *verifier) digestFile(folder fs.FS, name string) (int64, string, error) {
	f, err := folder.Open(name)
	if err != nil {
		return 0, "", err
	}
	size, digest, err := FileDigest(f)
	return size, digest, errors.Join(err, f.Close())
}

// checkSealedLog holds the rest of the seal to the log.
func (v *verifier) checkSealedLog(seal Seal) {
	if seal.Origin != v.report.Origin || seal.LogSize != v.report.Entries || seal.LogRoot != v.report.Root {
		v.differ(CheckSeal, SealFile, "it is of another log",
			fmt.Sprintf("%s with %d entries and root %s", seal.Origin, seal.LogSize, seal.LogRoot),
			fmt.Sprintf("%s with %d entries and root %s", v.report.Origin, v.report.Entries, v.report.Root))
	}
}

// grewFrom reports whether the log is the sealed one with more entries.
func (v *verifier) grewFrom(seal Seal) bool {
	if seal.Origin != v.report.Origin || seal.LogSize < 0 || seal.LogSize >= v.report.Entries {
		return false
	}
	root, err := tlog.TreeHash(seal.LogSize, v)
	return err == nil && root.String() == seal.LogRoot
}
