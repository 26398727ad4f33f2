package engagement

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/keys"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// rollForwardName is the file of each party's part that lists what it carried
// over.
const rollForwardName = "roll-forward.yaml"

// leftOut are files of management's folder that say what happened in one
// period. The next has to be told anew.
var leftOut = []string{"incidents.yaml", "responses.yaml", "changes.yaml", "subservice_reports.yaml", rollForwardName}

// RollForwardOptions are the days of the new program: a period, or the day
// that a type 1 is as of.
type RollForwardOptions struct {
	Period soc.Period
	AsOf   soc.Date
}

// RolledForward is a program and an engagement that were begun from those of
// the period before.
type RolledForward struct {
	Prior       soc.PriorFile
	PriorPeriod soc.Period // of a type 1: its one day
	Items       []soc.RollForwardItem
	LeftOut     []string // files of the old program that say what happened in its period
	// Dated are the places, as path:line, that still name a day of the old
	// period.
	Dated []string
	// Faults are those of the new program that a person must mend, such as a
	// control that ended before the new period; nil when there are none.
	Faults *program.Faults
}

// RollForward begins the examination of another period in a new folder: the
// program under which the report in force was issued, with the new days, and
// an engagement file that names this one. Each thing that was carried over is
// listed in the roll-forward.yaml of its party, to be affirmed by a person.
//
// Nothing is carried as tested: no population, no control total, no result and
// no record is copied, and no file that says what happened in the old period.
//
// Errors: no report was issued; a throw-away key; days that are missing or do
// not come after the old ones began; a folder that is there and not empty;
// those of the disk. With any error there is no new folder.
func (f *File) RollForward(ctx context.Context, key *keys.Key, dir string, opt RollForwardOptions) (*RolledForward, error) {
	if key.Actor.ThrowAway {
		return nil, errors.New("an engagement is begun with a lasting key: make one with 'tickmark key new'")
	}
	s, err := f.fold(ctx, -1)
	if err != nil {
		return nil, err
	}
	last := s.lastIssued()
	if last == nil {
		return nil, errors.New("no report was issued: a program is rolled forward after 'tickmark issue'")
	}
	then, err := f.fold(ctx, last.body.LogSize)
	if err != nil {
		return nil, err
	}
	p, err := f.loadSealed(ctx, then)
	if err != nil {
		return nil, err
	}
	if err := checkDays(&p.Engagement, opt); err != nil {
		return nil, err
	}
	out := &RolledForward{PriorPeriod: coveredBy(&p.Engagement), Items: carried(p)}
	if out.Prior, err = f.prior(ctx, s, last); err != nil {
		return nil, err
	}
	parent := filepath.Dir(filepath.Clean(dir))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("make the new program: %w", err)
	}
	scratch, err := os.MkdirTemp(parent, ".roll-forward-*")
	if err != nil {
		return nil, fmt.Errorf("make the new program: %w", err)
	}
	defer os.RemoveAll(scratch)
	if err := out.writeProgram(scratch, p, opt); err != nil {
		return nil, err
	}
	if err := out.begin(ctx, scratch, key, p, opt, FileOptions{Create: true, Clock: f.clock}); err != nil {
		return nil, err
	}
	_, err = program.Load(ctx, os.DirFS(scratch), program.Options{Parameters: then.programs[managementPart].parameters})
	if err != nil && !errors.As(err, &out.Faults) {
		return nil, err
	}
	if err := os.Chmod(scratch, 0o755); err != nil {
		return nil, fmt.Errorf("make the new program: %w", err)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is there already: name a folder that is new or empty", dir)
	}
	if err := os.Rename(scratch, dir); err != nil {
		return nil, fmt.Errorf("make the new program: %w", err)
	}
	return out, nil
}

// prior names this file and its report.
func (f *File) prior(ctx context.Context, s *state, last *issuedReport) (soc.PriorFile, error) {
	root, err := f.log.Root(ctx, s.size)
	if err != nil {
		return soc.PriorFile{}, fmt.Errorf("read the log: %w", err)
	}
	prior := soc.PriorFile{
		Origin: f.log.Origin(), Size: s.size, Root: base64.StdEncoding.EncodeToString(root[:]),
		Report: last.entry.ID, Date: last.body.Final.Date,
	}
	for _, file := range last.body.Files {
		if file.Name == "report.json" || prior.SHA256 == "" {
			prior.SHA256 = file.SHA256
		}
	}
	return prior, nil
}

// checkDays holds that the new days fit the kind of report and lie after the
// old ones.
func checkDays(e *soc.Engagement, opt RollForwardOptions) error {
	if !e.Rules().Period {
		switch {
		case opt.AsOf.IsZero() || opt.Period != soc.Period{}:
			return fmt.Errorf("a %s is as of a date: give one after %s", e.Title(), e.AsOf)
		case !e.AsOf.Before(opt.AsOf):
			return fmt.Errorf("%s does not lie after %s, the date of the old report", opt.AsOf, e.AsOf)
		}
		return nil
	}
	next := e.Period.To.AddDays(1)
	switch {
	case opt.Period.From.IsZero() || opt.Period.To.IsZero() || !opt.AsOf.IsZero():
		return fmt.Errorf("a %s covers a period: give its first and last day. The old one ended on %s, so the next usually begins on %s", e.Title(), e.Period.To, next)
	case opt.Period.To.Before(opt.Period.From):
		return fmt.Errorf("the period ends on %s, before it begins on %s", opt.Period.To, opt.Period.From)
	case !e.Period.From.Before(opt.Period.From) || !e.Period.To.Before(opt.Period.To):
		return fmt.Errorf("the period %s does not lie after %s", opt.Period, e.Period)
	}
	return nil
}

func coveredBy(e *soc.Engagement) soc.Period {
	if e.Rules().Period {
		return e.Period
	}
	return soc.Period{From: e.AsOf, To: e.AsOf}
}

// begin makes the engagement file of the new program. Its first entry names
// the file of the old one and seals the list of what was carried over.
func (out *RolledForward) begin(ctx context.Context, dir string, key *keys.Key, p *program.Program, opt RollForwardOptions, options FileOptions) (err error) {
	next := p.Engagement
	next.Period, next.AsOf = opt.Period, opt.AsOf
	body := opened(&next)
	body.Prior = &out.Prior
	list, err := json.Marshal(out.Items)
	if err != nil {
		return fmt.Errorf("list what is rolled forward: %w", err)
	}
	file, err := Open(ctx, filepath.Join(dir, FolderName), options)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	ref, err := file.put(ctx, list)
	if err != nil {
		return err
	}
	_, err = file.write(ctx, key, ledger.Draft{
		Kind: ledger.EngagementOpened, Predicate: body, Subjects: []ledger.Subject{subjectOf(subjectCarried, ref)},
	})
	return err
}

// writeProgram writes the files of both parts.
func (out *RolledForward) writeProgram(dir string, p *program.Program, opt RollForwardOptions) error {
	for _, party := range []soc.Party{managementPart, practitionerPart} {
		folder := p.Folders[party]
		for _, file := range p.Files[party] {
			if path.Dir(file.Path) == folder && slices.Contains(leftOut, path.Base(file.Path)) {
				out.LeftOut = append(out.LeftOut, file.Path)
				continue
			}
			content, ok := p.Content(file.Path)
			if !ok {
				return fmt.Errorf("roll %s forward: its content was not kept", file.Path)
			}
			var err error
			switch {
			case file.Path == "engagement.yaml":
				content, err = program.Redate(content, opt.Period, opt.AsOf)
			case party == managementPart && path.Dir(file.Path) == path.Join(folder, "populations"):
				content, err = program.DropControlTotals(file.Path, content)
			}
			if err != nil {
				return fmt.Errorf("roll the program forward: %w", err)
			}
			out.Dated = append(out.Dated, dated(file.Path, content, out.PriorPeriod)...)
			if err := writeNew(filepath.Join(dir, filepath.FromSlash(file.Path)), content); err != nil {
				return err
			}
		}
		if list := out.list(party); list != nil {
			if err := writeNew(filepath.Join(dir, filepath.FromSlash(folder), rollForwardName), list); err != nil {
				return err
			}
		}
	}
	return nil
}

// list is the roll-forward.yaml of a party.
func (out *RolledForward) list(party soc.Party) []byte {
	var text strings.Builder
	prior := out.Prior
	fmt.Fprintf(&text, `# Carried over from the program of the period before. Nothing of it was tested
# for this period. Look at each thing as it is now, change it where it changed,
# and then write affirmed: true. The key that seals this file says who did.
prior: {origin: %s, size: %d, root: %s, report: %s, date: %s, sha256: %s}
items:
`, quote(prior.Origin), prior.Size, quote(prior.Root), quote(prior.Report), prior.Date, quote(prior.SHA256))
	items := 0
	for _, item := range out.Items {
		if item.Party == party {
			fmt.Fprintf(&text, "  - {kind: %s, id: %s, affirmed: false}\n", item.Kind, quote(item.ID))
			items++
		}
	}
	if items == 0 {
		return nil
	}
	return []byte(text.String())
}

// quote writes text in double quotes; a JSON text is a YAML text.
func quote(s string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		return `""` // a string can always be encoded
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// aDay finds days as people and programs write them.
var aDay = regexp.MustCompile(`\d{4}-\d{2}-\d{2}|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}`)

// dated returns the lines that name a day of a period.
func dated(name string, content []byte, period soc.Period) []string {
	var places []string
	for i, line := range strings.Split(string(content), "\n") {
		if slices.ContainsFunc(aDay.FindAllString(line, -1), func(text string) bool {
			day, err := soc.ParseDate(text)
			if at, long := time.Parse("January 2, 2006", text); long == nil {
				day, err = soc.NewDate(at), nil
			}
			return err == nil && period.Contains(day)
		}) {
			places = append(places, fmt.Sprintf("%s:%d", name, i+1))
		}
	}
	return places
}

func writeNew(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write the new program: %w", err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("write the new program: %w", err)
	}
	return nil
}
