package engagement

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// subjectItemResults is the object of an item-tested entry that says what was
// found of each item. Keys of items are data, which no entry holds.
const subjectItemResults = "item-results.json"

// itemTestBody is the body of an item-tested entry.
type itemTestBody struct {
	Procedure string              `json:"procedure"`
	Attribute string              `json:"attribute"`
	Nature    []soc.TestNature    `json:"nature"`
	Found     soc.AttributeResult `json:"found"` // counts of the items in the object
}

// isRecord reports whether a kind of entry holds a record.
func isRecord(kind ledger.Kind) bool {
	return slices.Contains(soc.RecordKinds(), soc.RecordKind(kind))
}

// applyRecord adds an entry that holds a record. A kind that this version does
// not know is passed over: it cannot change what the known ones say.
func (s *state) applyRecord(entry ledger.Entry) error {
	if !isRecord(entry.Kind) {
		return nil
	}
	record, err := s.readRecord(entry)
	if err != nil {
		return err
	}
	return s.records.Add(soc.Signed[soc.Record]{
		Entry: entry.ID, Index: entry.Index, At: entry.Time, By: entry.Actor, Record: record,
	})
}

func (s *state) readRecord(entry ledger.Entry) (soc.Record, error) {
	if soc.RecordKind(entry.Kind) == (soc.ItemTest{}).Kind() {
		return s.file.readItemTest(entry)
	}
	return soc.DecodeRecord(soc.RecordKind(entry.Kind), func(body any) error { return decode(entry, body) })
}

func (f *File) readItemTest(entry ledger.Entry) (soc.Record, error) {
	var body itemTestBody
	if err := decode(entry, &body); err != nil {
		return nil, err
	}
	test := soc.ItemTest{Procedure: body.Procedure, Attribute: body.Attribute, Nature: body.Nature}
	data, err := readObject(f.objects, subject(entry, subjectItemResults).SHA256)
	if err == nil {
		err = json.Unmarshal(data, &test.Items)
	}
	if err == nil && tally(test) != body.Found {
		err = errors.New("its counts are not those of its items")
	}
	if err != nil {
		return nil, fmt.Errorf("entry %d (%s): read what was found of the items: %w", entry.Index, entry.Kind, err)
	}
	return test, nil
}

// tally counts the outcomes of an item test.
func tally(test soc.ItemTest) soc.AttributeResult {
	found := soc.AttributeResult{ID: test.Attribute}
	for _, item := range test.Items {
		*counter(&found, item.Outcome)++
	}
	return found
}

// counter returns the count of an outcome.
func counter(r *soc.AttributeResult, o soc.Outcome) *int64 {
	switch o {
	case soc.Passed:
		return &r.Passed
	case soc.Deviates:
		return &r.Deviation
	case soc.NotApplicable:
		return &r.NotApplicable
	case soc.Unable:
		return &r.Unable
	}
	return &r.NotTested
}

// bodyOf returns what an entry says of a record, and the bytes of the object
// that holds the rest, if there is one.
func bodyOf(record soc.Record) (body any, object []byte, err error) {
	test, ok := record.(soc.ItemTest)
	if !ok {
		return record, nil, nil
	}
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode(test.Items); err != nil {
		return nil, nil, fmt.Errorf("write what was found of the items: %w", err)
	}
	return itemTestBody{Procedure: test.Procedure, Attribute: test.Attribute, Nature: test.Nature, Found: tally(test)}, out.Bytes(), nil
}

// documentsOf returns the SHA-256 of each document that a record rests on,
// each once.
func documentsOf(record soc.Record) []string {
	var all []string
	switch r := record.(type) {
	case soc.ItemTest:
		for _, item := range r.Items {
			all = append(all, item.Evidence...)
		}
	case soc.EngagementLetter:
		all = append(all, r.Document)
	case soc.AssertionSignature:
		all = append(all, r.Document)
	case soc.Representation:
		all = append(all, r.Document)
	}
	var once []string
	for _, digest := range all {
		if !slices.Contains(once, digest) {
			once = append(once, digest)
		}
	}
	return once
}

// documentsAtOnce is how many documents one entry names; an entry is small.
const documentsAtOnce = 100

// split cuts an item test that rests on too many documents for one entry into
// several, which together say the same.
func split(record soc.Record) []soc.Record {
	test, ok := record.(soc.ItemTest)
	if !ok || len(documentsOf(record)) <= documentsAtOnce {
		return []soc.Record{record}
	}
	var parts []soc.Record
	part := test
	part.Items = nil
	for _, item := range test.Items {
		with := part
		with.Items = append(slices.Clone(part.Items), item)
		if len(part.Items) > 0 && len(documentsOf(with)) > documentsAtOnce {
			parts = append(parts, part)
			with.Items = []soc.ItemResult{item}
		}
		part = with
	}
	return append(parts, part)
}

// Numbers returns the number of each entry of the log by its id.
func (f *File) Numbers(ctx context.Context) (map[string]int64, error) {
	numbers := map[string]int64{}
	for entry, err := range f.log.Entries(ctx, 0) {
		if err != nil {
			return nil, fmt.Errorf("read the log: %w", err)
		}
		numbers[entry.ID] = entry.Index
	}
	return numbers, nil
}
