package verify

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/transparency-dev/formats/log"
)

// checkHashes holds the stored hashes to the recomputed ones.
func (v *verifier) checkHashes(ctx context.Context, l Log) {
	stored := l.StoredHashes(ctx)
	if stored == nil {
		return
	}
	index := 0
	for data, err := range stored {
		if err != nil {
			v.find(CheckRead, "log", "the tree hashes cannot be read: "+err.Error())
			return
		}
		if index >= len(v.hashes) {
			v.find(CheckTree, "log", fmt.Sprintf("it holds tree hashes for more than its %d entries", v.report.Entries))
			return
		}
		if !bytes.Equal(data, v.hashes[index][:]) {
			v.differ(CheckTree, hashPlace(int64(index)), "its stored tree hash is not that of what lies in the log",
				v.hashes[index], base64.StdEncoding.EncodeToString(data))
		}
		index++
	}
	if index < len(v.hashes) {
		v.differ(CheckTree, "log", "tree hashes are missing", len(v.hashes), index)
	}
}

// hashPlace names what a stored hash stands for.
func hashPlace(index int64) string {
	level, n := tlog.SplitStoredHashIndex(index)
	if level == 0 {
		return fmt.Sprintf("entry %d", n)
	}
	return fmt.Sprintf("entries %d to %d", n<<level, (n+1)<<level-1)
}

func (v *verifier) checkCheckpoints(ctx context.Context, l Log) {
	newest := int64(0)
	for data, err := range l.Checkpoints(ctx) {
		if err != nil {
			v.find(CheckRead, "log", "the checkpoints cannot be read: "+err.Error())
			return
		}
		if size, ok := v.checkCheckpoint(data); ok {
			newest = max(newest, size)
		}
		v.report.Checkpoints++
	}
	if newest != v.report.Entries {
		v.differ(CheckCheckpoint, "log", "no valid checkpoint covers all entries", v.report.Entries, newest)
	}
}

// checkCheckpoint returns the size that a checkpoint vouches for, when it
// does.
func (v *verifier) checkCheckpoint(data []byte) (int64, bool) {
	where := fmt.Sprintf("checkpoint %d", v.report.Checkpoints)
	var c log.Checkpoint
	if _, err := c.Unmarshal(data); err != nil {
		v.find(CheckCheckpoint, where, err.Error())
		return 0, false
	}
	where += fmt.Sprintf(" (of %d entries)", c.Size)
	before := len(v.report.Findings)
	if c.Origin != v.report.Origin {
		v.differ(CheckCheckpoint, where, "it is of another log", v.report.Origin, c.Origin)
	}
	v.checkNote(where, data, c)
	if c.Size > uint64(v.report.Entries) {
		v.differ(CheckCheckpoint, where, "it covers more entries than the log has: some were removed", c.Size, v.report.Entries)
	} else if root, err := tlog.TreeHash(int64(c.Size), v); err != nil {
		v.find(CheckCheckpoint, where, err.Error())
	} else if !bytes.Equal(root[:], c.Hash) {
		v.differ(CheckCheckpoint, where, "its root is not that of the entries", base64.StdEncoding.EncodeToString(c.Hash), root)
	}
	return int64(c.Size), len(v.report.Findings) == before
}

// checkNote checks that keys admitted by the entries that a checkpoint covers
// signed it, and nobody else.
func (v *verifier) checkNote(where string, data []byte, c log.Checkpoint) {
	var known []note.Verifier
	for _, a := range v.admitted {
		if a.index >= 0 && uint64(a.index) < c.Size {
			key, err := note.NewEd25519VerifierKey(c.Origin, a.public)
			if err != nil {
				continue
			}
			if verifier, err := note.NewVerifier(key); err == nil {
				known = append(known, verifier)
			}
		}
	}
	n, err := note.Open(data, note.VerifierList(known...))
	if err != nil {
		v.find(CheckCheckpoint, where, "no key that its entries admit signed it: "+err.Error())
		return
	}
	if len(n.UnverifiedSigs) > 0 {
		v.find(CheckCheckpoint, where, "a key that its entries do not admit signed it too")
	}
	if text := string(c.Marshal()); n.Text != text {
		v.differ(CheckCheckpoint, where, "it says more than origin, size and root", fmt.Sprintf("%q", text), fmt.Sprintf("%q", n.Text))
	}
	if !bytes.Equal(encodeNote(n), data) {
		v.find(CheckCheckpoint, where, "it is not written in the one form that a signed note has")
	}
}

// encodeNote writes the note again: base64 has spare bits that no signature
// covers.
func encodeNote(n *note.Note) []byte {
	var b bytes.Buffer
	b.WriteString(n.Text + "\n")
	for _, s := range n.Sigs {
		raw, err := base64.StdEncoding.DecodeString(s.Base64)
		if err != nil || len(raw) < 4 {
			return nil
		}
		binary.BigEndian.PutUint32(raw, s.Hash)
		fmt.Fprintf(&b, "— %s %s\n", s.Name, base64.StdEncoding.EncodeToString(raw))
	}
	return b.Bytes()
}
