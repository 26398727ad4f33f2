package engagement

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/objects"
)

// The names inside an engagement file, which is a folder.
const (
	// FolderName is the engagement file that lies in a program's folder.
	FolderName  = ".tickmark"
	logName     = "engagement.sqlite"
	objectsName = "objects"
	workName    = "work"
)

// File is an open engagement file. Its methods may be called from several
// goroutines; entries are written one batch at a time.
type File struct {
	dir     string
	log     *ledger.Log
	objects *objects.Store
	append  sync.Mutex
	lock    lockWatch        // under append
	clock   func() time.Time // nil: time.Now
	who     *actors          // of the last Examine: they sign its report too
}

// FileOptions are how a file is opened.
type FileOptions struct {
	// Create makes the file when there is none.
	Create bool
	// ReadOnly refuses every write.
	ReadOnly bool
	// Clock gives the time of entries; nil is time.Now.
	Clock func() time.Time
}

// ErrNoFile is wrapped by Open when there is no engagement file.
var ErrNoFile = errors.New("no engagement file")

// Resolve returns the engagement file that dir means: dir itself, or the
// folder .tickmark in it when dir is a program. The error wraps ErrNoFile
// when there is neither.
func Resolve(dir string) (string, error) {
	for _, candidate := range []string{dir, filepath.Join(dir, FolderName)} {
		if _, err := os.Stat(filepath.Join(candidate, logName)); err == nil {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("%w in %s: run 'tickmark examine' on the program's folder first", ErrNoFile, dir)
}

// Open opens the engagement file in the folder dir. Errors: ErrNoFile when
// there is none and it may not be made; those of the ledger and the objects,
// such as a file that another process is writing.
func Open(ctx context.Context, dir string, opt FileOptions) (*File, error) {
	logPath := filepath.Join(dir, logName)
	if _, err := os.Stat(logPath); errors.Is(err, fs.ErrNotExist) && !opt.Create {
		return nil, fmt.Errorf("%w in %s: run 'tickmark examine' on the program's folder first", ErrNoFile, dir)
	}
	if opt.Create {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, fmt.Errorf("make the engagement file: %w", err)
		}
	}
	log, err := ledger.Open(ctx, logPath, ledger.Options{Clock: opt.Clock, ReadOnly: opt.ReadOnly})
	if err != nil {
		return nil, fmt.Errorf("open the engagement file %s: %w", dir, err)
	}
	openObjects := objects.Open
	if opt.ReadOnly {
		openObjects = objects.OpenReadOnly
	}
	store, err := openObjects(filepath.Join(dir, objectsName))
	if err != nil {
		log.Close()
		return nil, fmt.Errorf("open the engagement file %s: %w", dir, err)
	}
	return &File{dir: dir, log: log, objects: store, clock: opt.Clock}, nil
}

// Close seals and closes the file.
func (f *File) Close() error {
	os.Remove(filepath.Join(f.dir, workName)) // only when it is empty
	return errors.Join(f.log.Close(), f.objects.Close())
}

// Dir returns the folder of the file.
func (f *File) Dir() string { return f.dir }

// write appends entries by one key, against the log as it is now. The error
// wraps ErrLocked when a report was issued and an entry may not follow it.
func (f *File) write(ctx context.Context, key *keys.Key, drafts ...ledger.Draft) ([]ledger.Entry, error) {
	return f.writeAgainst(ctx, key, -1, drafts...)
}

// writeAgainst is write against a log of that size; when it has grown since,
// the error wraps ledger.ErrStale.
func (f *File) writeAgainst(ctx context.Context, key *keys.Key, size int64, drafts ...ledger.Draft) ([]ledger.Entry, error) {
	f.append.Lock()
	defer f.append.Unlock()
	if err := f.lock.look(ctx, f.log); err != nil {
		return nil, err
	}
	for _, draft := range drafts {
		if err := mayFollow(f.lock.locked, draft.Kind); err != nil {
			return nil, err
		}
	}
	if size < 0 {
		size = f.lock.seen // what the lock was judged by
	}
	entries, err := f.log.Append(ctx, key, size, drafts...)
	if err != nil {
		return nil, fmt.Errorf("write to the log: %w", err)
	}
	return entries, nil
}

// workDir makes an empty folder for scratch files inside the engagement file,
// on the same disk as the objects, and returns how to remove it.
func (f *File) workDir(pattern string) (string, func(), error) {
	parent := filepath.Join(f.dir, workName)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return "", nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	dir, err := os.MkdirTemp(parent, pattern)
	if err != nil {
		return "", nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	return dir, func() { os.RemoveAll(dir) }, nil
}

// subjectOf names an object in an entry.
func subjectOf(name string, ref objects.Ref) ledger.Subject {
	return ledger.Subject{Name: name, SHA256: ref.SHA256, TreeRoot: ref.TreeRoot, Size: ref.Size}
}
