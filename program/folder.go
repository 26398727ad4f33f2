package program

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/tickmark-audit/tickmark/soc"
)

// partyFolder is the folder of one party and what may be in it.
type partyFolder struct {
	party soc.Party
	path  string
	where *node // what names the folder, for a fault
	must  bool  // whether it is a fault that the folder is not there
	files map[string]reader
	// folders hold any number of files with the extension.
	folders map[string]subfolder
}

type subfolder struct {
	extension string
	read      reader
}

// reader reads one file of a kind.
type reader func(l *loader, f *file)

// pending is a file that was found and is to be read.
type pending struct {
	file *file
	read reader
}

func (l *loader) partyFolders(engagement *node) (management, practitioner partyFolder) {
	management = partyFolder{
		party: soc.Management, path: "management", must: true,
		files: map[string]reader{
			"assertion.md": readAssertion, "cuecs.yaml": readCUECs, "csocs.yaml": readCSOCs, "vendors.yaml": readVendors,
			"commitments.yaml": readCommitments, "incidents.yaml": readIncidents, "responses.yaml": readResponses,
			"objectives.yaml": readObjectives, "transactions.yaml": readTransactions, "components.yaml": readComponents,
			"user_responsibilities.yaml": readUserResponsibilities, "subservice_reports.yaml": readSubserviceReports,
			"not_relevant.yaml": readNotRelevant, "changes.yaml": readChanges, "roll-forward.yaml": readRollForward,
		},
		folders: map[string]subfolder{
			"controls":    {".yaml", readControls},
			"populations": {".yaml", readPopulations},
			"description": {".md", readDescription},
			"assertions":  {".md", readIncludedAssertion},
		},
	}
	practitioner = partyFolder{
		party: soc.Practitioner, path: "practitioner",
		files:   map[string]reader{"plan.yaml": readPlan, "roll-forward.yaml": readRollForward},
		folders: map[string]subfolder{"procedures": {".yaml", readProcedures}, "templates": {".md", readTemplate}},
	}
	folders := engagement.get("folders")
	for _, p := range []*partyFolder{&management, &practitioner} {
		named := folders.get(string(p.party))
		if named == nil || named.kind != scalar {
			continue
		}
		p.where, p.must = named, true
		p.path = path.Clean(named.text)
		if !fs.ValidPath(p.path) || p.path == "." || strings.Contains(named.text, `\`) {
			l.bad(named, "name a folder inside the program's folder, with slashes", "%s is not a folder of the program", quoted(named.text))
			p.path = string(p.party)
		}
	}
	if within(management.path, practitioner.path) || within(practitioner.path, management.path) {
		l.bad(practitioner.whereOr(management), "give each party a folder of its own: each is sealed by its own party",
			"the folders of management and practitioner are not apart")
	}
	return management, practitioner
}

func (p partyFolder) whereOr(other partyFolder) *node {
	if p.where != nil {
		return p.where
	}
	return other.where
}

func within(inner, outer string) bool { return inner == outer || strings.HasPrefix(inner, outer+"/") }

// walk lists the files of a party's folder in the order of their paths, and
// reports what does not belong there. Names that begin with a dot are left
// alone: they belong to editors and version control.
func (l *loader) walk(p partyFolder) []pending {
	entries, ok := l.readDir(p.path, p)
	if !ok {
		for name := range p.folders {
			l.incomplete[name] = true
		}
		return nil
	}
	var found []pending
	for _, e := range entries {
		full := path.Join(p.path, e.Name())
		folder, isFolder := p.folders[e.Name()]
		read, isFile := p.files[e.Name()]
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case isFolder:
			found = append(found, l.walkSubfolder(full, folder, p)...)
		case isFile:
			found = l.find(found, full, p.party, read)
		default:
			l.stranger(full, p.names())
		}
	}
	return found
}

func (l *loader) walkSubfolder(folder string, s subfolder, p partyFolder) []pending {
	entries, ok := l.readDir(folder, p)
	if !ok {
		l.incomplete[path.Base(folder)] = true
		return nil
	}
	var found []pending
	for _, e := range entries {
		full := path.Join(folder, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case path.Ext(e.Name()) == s.extension:
			found = l.find(found, full, p.party, s.read)
		case e.IsDir():
			l.wholeFile(full, "move its files up: the folder is not read deeper", "a folder inside %s", printable(folder))
		case path.Ext(e.Name()) == ".yml" && s.extension == ".yaml":
			l.wholeFile(full, "rename it to end in .yaml", "the file would not be read: its name ends in .yml")
		default:
			l.wholeFile(full, "rename it to end in "+s.extension+", or move it out of the program", "the file would not be read: %s holds files that end in %s", printable(folder), s.extension)
		}
	}
	return found
}

func (p partyFolder) names() []string {
	var names []string
	for name := range p.files {
		names = append(names, name)
	}
	for name := range p.folders {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (l *loader) stranger(full string, names []string) {
	help := "it holds " + strings.Join(names, ", ") + "; move anything else out of it"
	if s := suggest(path.Base(full), names); s != "" {
		help = "did you mean " + s + "? " + help
	}
	l.wholeFile(full, help, "%s does not belong in %s", quoted(path.Base(full)), printable(path.Dir(full)))
}

// wholeFile reports a fault of a file or folder by its path.
func (l *loader) wholeFile(full, help, format string, args ...any) {
	l.faultAt(&file{path: full}, 0, 0, help, format, args...)
}

// readDir lists a folder. It is false when there is none, which is a fault
// for a folder that must be there.
func (l *loader) readDir(name string, p partyFolder) ([]fs.DirEntry, bool) {
	info, err := fs.Stat(l.fsys, name)
	if err == nil && !info.IsDir() {
		l.wholeFile(name, "make it a folder", "a file where a folder should be")
		return nil, false
	}
	var entries []fs.DirEntry
	if err == nil {
		entries, err = fs.ReadDir(l.fsys, name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist) && (name != p.path || !p.must):
		return nil, false
	case errors.Is(err, fs.ErrNotExist) && p.where != nil:
		l.fault(p.where, "make the folder, or name the one that there is", "the program has no folder %s", quoted(name))
		return nil, false
	case errors.Is(err, fs.ErrNotExist):
		l.wholeFile(name, "make the folder, or name another under folders in engagement.yaml", "the folder is missing")
		return nil, false
	case err != nil:
		l.unreadable(name, err)
		return nil, false
	}
	return entries, true
}

// find reads a file's bytes and adds it to the files that are to be read.
func (l *loader) find(found []pending, full string, party soc.Party, read reader) []pending {
	f := l.open(full, party)
	if f == nil {
		l.incomplete[path.Base(path.Dir(full))] = true
		l.incomplete[stem(full)] = true
		return found
	}
	return append(found, pending{f, read})
}

// open reads the bytes of a file, hashes them and lists the file. It returns
// nil after reporting why the file cannot be read.
func (l *loader) open(full string, party soc.Party) *file {
	l.filesRead++
	if l.filesRead > maxFiles {
		if l.filesRead == maxFiles+1 {
			l.wholeFile(full, "put several items into one file", "the program has more than %d files", maxFiles)
		}
		return nil
	}
	info, err := fs.Stat(l.fsys, full)
	switch {
	case err != nil:
		l.unreadable(full, err)
		return nil
	case info.IsDir():
		l.wholeFile(full, "a file of this name belongs here; move the folder", "a folder where a file should be")
		return nil
	case !info.Mode().IsRegular():
		l.wholeFile(full, "put a plain file here", "not a plain file but %s", info.Mode().Type())
		return nil
	}
	data, err := l.readAll(full)
	if err != nil {
		l.unreadable(full, err)
		return nil
	}
	if len(data) > maxFileSize {
		l.wholeFile(full, "split it; records belong into data files, which a population names", "the file is larger than %d bytes", maxFileSize)
		return nil
	}
	sum := sha256.Sum256(data)
	l.program.Files[party] = append(l.program.Files[party], File{Path: full, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))})
	l.program.contents[full] = data
	return &file{path: full, party: party, data: data}
}

// readAll reads a file up to one byte more than the bound.
func (l *loader) readAll(full string) (data []byte, err error) {
	r, err := l.fsys.Open(full)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return io.ReadAll(io.LimitReader(r, maxFileSize+1))
}

// unreadable reports why a file or folder cannot be read.
func (l *loader) unreadable(full string, err error) {
	var cause *fs.PathError
	reason := err
	if errors.As(err, &cause) {
		reason = cause.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.wholeFile(full, "it is a link to something that is not there, or was removed a moment ago", "the file is not there")
	case errors.Is(err, fs.ErrPermission):
		l.wholeFile(full, "give yourself the right to read it", "no permission to read it")
	case strings.Contains(reason.Error(), "escapes"):
		l.wholeFile(full, "copy what it points to into the folder: a program is complete in itself", "a symbolic link that leads out of the program's folder")
	default:
		l.wholeFile(full, "see that the file can be opened", "it cannot be read: %s", printable(fmt.Sprint(reason)))
	}
}
