package engagement

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/ledger/verify"
	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

// CheckIssue is the check that a report was issued by the engagement partner,
// from the whole of the log before it, with no gate open.
const CheckIssue verify.Check = "issue"

// IssuedEntry is an entry that issued a report, as a reader is told of it.
type IssuedEntry struct {
	Index int64           `json:"index"`
	By    soc.Actor       `json:"by"`
	Final soc.FinalReport `json:"final"`
}

// compareIssued renders every report that was issued again, from the entries
// that it was issued from, and compares it with what its entry names. The
// files beside the record are those of the last.
func (v *verification) compareIssued(ctx context.Context, s *state, render Render) error {
	for i, report := range s.issued {
		v.out.Issued = append(v.out.Issued, IssuedEntry{report.entry.Index, report.entry.Actor, report.body.Final})
		var replaced *issuedReport
		if i > 0 {
			replaced = &s.issued[i-1]
		}
		again, err := v.issueAgain(ctx, report, replaced, render)
		if err != nil {
			return err
		}
		for _, file := range again {
			v.compareFile(report, file, i == len(s.issued)-1)
		}
	}
	return nil
}

// issueAgain goes through the issue of a report as it was then. It returns no
// files when what it finds leaves nothing to compare.
func (v *verification) issueAgain(ctx context.Context, report issuedReport, replaced *issuedReport, render Render) ([]Rendering, error) {
	where := report.where()
	find := func(format string, args ...any) { v.out.find(CheckIssue, where, format, args...) }
	if err := checkIssuer(report.entry.Actor); err != nil {
		find("%v", err)
	}
	if err := report.follows(replaced); err != nil {
		find("%v", err)
	}
	before, err := v.File.fold(ctx, report.entry.Index)
	if err != nil {
		return nil, err
	}
	if size := before.rendered; report.body.LogSize != size {
		find("it was derived from the first %d entries, although %d came before it", report.body.LogSize, size)
	}
	ex, err := v.ExaminationAt(ctx, report.body.LogSize)
	if err != nil {
		find("the examination that it was derived from cannot be read: %v", err)
		return nil, nil
	}
	if err := finish(ex, report.body.Final, v.opt.Check); err != nil {
		find("%v", err)
		return nil, nil
	}
	for _, gate := range opinion.Open(ex.Gates) {
		find("it was issued although the gate %s is open: %s (another version of Tickmark may have other gates)", gate.ID, gate.Requirement)
	}
	if err := before.lasting(ex); err != nil {
		find("%v", err)
	}
	files, err := render(ex)
	if err != nil {
		find("it cannot be rendered again: %v", err)
		return nil, nil
	}
	return files, nil
}

func (r issuedReport) where() string {
	return fmt.Sprintf("entry %d (%s)", r.entry.Index, r.entry.Kind)
}

// follows holds that a report names the one that it replaces, and why, and
// that the first one replaces none.
func (r issuedReport) follows(replaced *issuedReport) error {
	final := r.body.Final
	switch {
	case (replaced == nil) != (r.entry.Kind == ledger.ReportIssued):
		return errors.New("a report is issued once, and reissued after that")
	case replaced == nil && final.Replaces == "":
		return nil
	case replaced == nil:
		return fmt.Errorf("it replaces the entry %s, but no report was issued before it", final.Replaces)
	case final.Replaces != replaced.entry.ID || final.ReplacesDate != replaced.body.Final.Date || final.Reason == "":
		return fmt.Errorf("it does not name entry %d, which it replaces, with its date and the reason", replaced.entry.Index)
	}
	return nil
}

// compareFile compares a file rendered again with the issued one, and with the
// one beside the record when that is to be it.
func (v *verification) compareFile(report issuedReport, again Rendering, beside bool) {
	where := report.where()
	recorded := subject(report.entry, again.Name).SHA256
	for _, file := range report.body.Files {
		if file.Name == again.Name && file.SHA256 != recorded {
			v.out.differ(CheckReport, again.Name, "the entry "+where+" names two digests", recorded, file.SHA256)
		}
	}
	if digest := again.digest(); digest != recorded {
		v.out.differ(CheckReport, again.Name, "rendered again from the record, it is not what "+where+" names (another version of Tickmark renders differently; the file as it was issued is an object)", recorded, digest)
	}
	if !beside {
		return
	}
	v.out.Reports = append(v.out.Reports, again.Name)
	v.compareBeside(again.Name, where, recorded)
}

// compareBeside compares the file beside the record with the digest that an
// entry names.
func (v *verification) compareBeside(name, where, recorded string) {
	data, err := os.ReadFile(filepath.Join(v.dir, name))
	switch {
	case errors.Is(err, os.ErrNotExist):
		// It was written elsewhere, or taken away: the record stands.
	case err != nil:
		v.out.find(CheckReport, name, "it cannot be read: %v", err)
	default:
		if digest := (Rendering{Data: data}).digest(); digest != recorded {
			v.out.differ(CheckReport, name, "the file is not the report that "+where+" names", recorded, digest)
		}
	}
}
