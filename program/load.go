package program

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/tickmark-audit/tickmark/soc"
)

// engagementPath is the file that makes a folder a program.
const engagementPath = "engagement.yaml"

// Load reads the program in fsys, whose root is the program's folder. Give it
// the file system of an [os.Root], so that a symbolic link cannot lead out of
// the folder.
//
// The error is a *[Faults] with every fault when the program has any, and
// then there is no program; it is another error when ctx ends or when the SQL
// parser itself fails. Load never panics, whatever the files hold.
func Load(ctx context.Context, fsys fs.FS, options Options) (*Program, error) {
	l := &loader{ctx: ctx, fsys: fsys, options: options, program: &Program{
		Files:    map[soc.Party][]File{},
		contents: map[string][]byte{},
	}, seen: map[string]int{}, incomplete: map[string]bool{}, uses: map[thing][]use{}}
	l.load()
	if err := l.parseSQL(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading the program: %w", err)
	}
	if len(l.faults) > 0 {
		return nil, &Faults{List: sortFaults(l.faults)}
	}
	return l.program, nil
}

// loader reads one program.
type loader struct {
	ctx     context.Context
	fsys    fs.FS
	options Options
	program *Program
	faults  []Fault

	engagementFile *file
	parameters     map[string]string
	unset          []string // required parameters without a value
	filesRead      int

	// What the other files are checked against; nil and empty when
	// engagement.yaml does not say it, and then nothing is said about it.
	scope scope
	rules *soc.Rules // of the report's kind and type; nil: not known

	controls    []item[soc.Control]
	populations []item[Population]
	procedures  []item[soc.Procedure]
	criterions  []use
	irrelevant  []*node // criteria that are said not to be relevant
	changes     []item[soc.SystemChange]
	uses        map[thing][]use
	fragments   []fragment
	seen        map[string]int // line of the first item of a kind and id
	// incomplete holds "controls", "populations" and so on when not all of
	// them could be read, so that what names a missing one is not reported.
	incomplete map[string]bool
}

// item is something that was read, with the node that it was read from.
type item[T any] struct {
	value T
	node  *node
}

func (l *loader) load() {
	root := l.readRoot()
	management, practitioner := l.partyFolders(root)
	l.program.Folders = map[soc.Party]string{soc.Management: management.path, soc.Practitioner: practitioner.path}
	l.readEngagement(root)
	files := append(l.walk(management), l.walk(practitioner)...)
	for _, f := range files {
		if l.ctx.Err() != nil {
			return
		}
		f.read(l, f.file)
	}
	l.crossCheck()
	l.finish()
}

// fault reports a fault at the place of a node.
func (l *loader) fault(n *node, help, format string, args ...any) {
	l.faultAt(n.file, n.line, n.column, help, format, args...)
}

// faultAt reports a fault at a place; line 0 is the whole file.
func (l *loader) faultAt(f *file, line, column int, help, format string, args ...any) {
	if line > len(f.lines) && len(f.lines) > 0 {
		// The parser places what is missing after the end.
		line, column = len(f.lines), 1+len([]rune(f.lines[len(f.lines)-1]))
	}
	fault := Fault{File: f.path, Line: line, Column: column, Message: fmt.Sprintf(format, args...), Help: help}
	if line > 0 && line <= len(f.lines) {
		fault.Excerpt = excerpt(f.lines[line-1], line, column)
	}
	l.faults = append(l.faults, fault)
}
