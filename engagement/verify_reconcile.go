package engagement

import (
	"context"
	"fmt"
	"os"
)

// reperformReconciliations performs every reconciliation again on the sealed
// tables that it names, and compares its figures and its list of rows.
func (v *verification) reperformReconciliations(ctx context.Context) error {
	if len(v.reconciled) > 0 {
		v.opt.Progress.Stage("Reconciling the populations again", len(v.reconciled))
	}
	for _, sealed := range v.reconciled {
		if err := v.reperformReconciliation(ctx, sealed); err != nil {
			return err
		}
		v.out.Reconciliations++
		v.opt.Progress.Step(sealed.entry.body.id())
	}
	return nil
}

func (v *verification) reperformReconciliation(ctx context.Context, sealed sealedWith[*reconciliation]) error {
	body := sealed.entry.body
	where := fmt.Sprintf("entry %d (%s) %s", sealed.entry.entry.Index, sealed.entry.entry.Kind, body.id())
	if sealed.program.Population(body.Population) == nil {
		v.out.find(CheckPopulation, where, "the program that was sealed before it does not define the population")
		return nil
	}
	fixed, err := reconciledDigest(&sealed.program.Engagement, body)
	if err != nil {
		return err
	}
	if fixed != body.Fixed {
		v.out.differ(CheckPopulation, where, "the reconciliation and the tables are not those that its digest is of", body.Fixed, fixed)
		return nil
	}
	dir, err := os.MkdirTemp("", "tickmark-verify-*")
	if err != nil {
		return fmt.Errorf("make a scratch folder: %w", err)
	}
	defer os.RemoveAll(dir)
	again, err := v.reconcileAgain(ctx, sealed.program, body, v.opt, dir)
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	if body.Found.Problem != "" && again.Problem != "" {
		again.Problem = body.Found.Problem // a limit may be met at another point
	}
	v.compareValues(CheckPopulation, where, "reconciled again, the figures differ", body.Found, again.Reconciled)
	digest := ""
	if again.RowsPath != "" {
		if digest, err = digestFile(ctx, again.RowsPath); err != nil {
			return err
		}
	}
	if recorded := subject(sealed.entry.entry, subjectUnmatched).SHA256; digest != recorded {
		v.out.differ(CheckPopulation, where, "reconciled again, the rows without a partner differ", recorded, digest)
	}
	return nil
}
