package recordfile

import (
	"slices"

	"github.com/tickmark-audit/tickmark/objects"
	"github.com/tickmark-audit/tickmark/soc"
)

// WithDocuments returns the record with every document that it names by a path
// named by its digest instead, which digest finds. What is a digest already
// stays. The error is digest's.
func WithDocuments(record soc.Record, digest func(path string) (string, error)) (soc.Record, error) {
	resolve := func(name *string) error {
		if objects.CheckDigest(*name) == nil {
			return nil
		}
		found, err := digest(*name)
		if err == nil {
			*name = found
		}
		return err
	}
	switch r := record.(type) {
	case soc.ItemTest:
		r.Items = slices.Clone(r.Items)
		for i := range r.Items {
			r.Items[i].Evidence = slices.Clone(r.Items[i].Evidence)
			for j := range r.Items[i].Evidence {
				if err := resolve(&r.Items[i].Evidence[j]); err != nil {
					return nil, err
				}
			}
		}
		return r, nil
	case soc.EngagementLetter:
		err := resolve(&r.Document)
		return r, err
	case soc.AssertionSignature:
		err := resolve(&r.Document)
		return r, err
	case soc.Representation:
		err := resolve(&r.Document)
		return r, err
	}
	return record, nil
}

// ProgramInForce stands, in a file, for the entry that sealed management's
// part of the program last: a person need not look up its id.
const ProgramInForce = "in_force"

// WithProgram returns the record with ProgramInForce replaced by the entry's
// id, which entry finds. The error is entry's.
func WithProgram(record soc.Record, entry func() (string, error)) (soc.Record, error) {
	var err error
	switch r := record.(type) {
	case soc.DescriptionApproval:
		if r.Program == ProgramInForce {
			r.Program, err = entry()
		}
		return r, err
	case soc.DescriptionComparison:
		if r.Program == ProgramInForce {
			r.Program, err = entry()
		}
		return r, err
	}
	return record, nil
}
