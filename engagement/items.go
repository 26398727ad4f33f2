package engagement

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/tickmark-audit/tickmark/ledger"
	"github.com/tickmark-audit/tickmark/soc"
)

// awaitsPerson reports whether a run leaves an attribute for a person to test.
func awaitsPerson(p soc.Procedure) bool {
	return slices.ContainsFunc(p.Attributes, func(a soc.Attribute) bool { return a.Inspect != "" })
}

// itemLines writes items as they are sealed: JSON, one a line.
func itemLines(items []soc.TestItem) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	for _, item := range items {
		if err := encoder.Encode(item); err != nil {
			return nil, fmt.Errorf("write the items: %w", err)
		}
	}
	return out.Bytes(), nil
}

// readItems reads the sealed items of a test, in their order; none when the
// test has no such list.
func (f *File) readItems(test ledger.Entry) ([]soc.TestItem, error) {
	sealed := subject(test, subjectItems)
	if sealed.SHA256 == "" {
		return nil, nil
	}
	file, err := f.objects.Open(sealed.SHA256)
	if err != nil {
		return nil, fmt.Errorf("read the items: %w", err)
	}
	defer file.Close()
	items := []soc.TestItem{}
	decoder := json.NewDecoder(bufio.NewReader(file))
	for {
		var item soc.TestItem
		switch err := decoder.Decode(&item); {
		case errors.Is(err, io.EOF):
			return items, nil
		case err != nil:
			return nil, fmt.Errorf("read the items %s: %w", sealed.SHA256, err)
		}
		items = append(items, item)
	}
}
