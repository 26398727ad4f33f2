package recordfile

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// The guide shows every kind of record, and each as it can be written.
func TestGuideShowsEveryRecord(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guide/08-the-practitioners-work.md")
	if err != nil {
		t.Fatal(err)
	}
	var shown []soc.RecordKind
	for _, part := range strings.Split(string(guide), "```yaml\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		records, err := Read("guide.yaml", []byte(block))
		if err != nil {
			t.Errorf("%v\nin\n%s", err, block)
		}
		for _, r := range records {
			shown = append(shown, r.Record.Kind())
		}
	}
	for _, kind := range soc.RecordKinds() {
		if !slices.Contains(shown, kind) {
			t.Errorf("the guide does not show %s", kind)
		}
	}
}
