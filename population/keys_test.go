package population

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

// numbered builds a population of account, system and number.
func numbered(t *testing.T, rows ...[]string) *Built {
	t.Helper()
	def := program.Population{Population: soc.Population{Name: "grants", Rows: soc.Snapshot, Key: []string{"account", "system"}, Sequence: "n", Columns: []soc.Column{
		{Name: "account", Type: soc.Text}, {Name: "system", Type: soc.Text, KeepEmpty: true}, {Name: "n", Type: soc.Integer}}}}
	built, err := Build(context.Background(), parquet.Loader{}, testEngine(t), Input{Definition: def, Engagement: quarter(),
		Records: &slice{fields: []string{"account", "system", "n"}, rows: rows}, Physical: int64(len(rows)), Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func TestKeysOfSeveralColumns(t *testing.T) {
	built := numbered(t, []string{"a", "hr", "1"}, []string{"a", "git", "2"}, []string{"b", "hr", "3"}, []string{"b", "hr", "4"}, []string{"b", "hr", "5"},
		[]string{"A", "hr", "6"}, []string{"c", "", "7"}, []string{"c", "", "8"}, []string{"", "hr", "9"}, []string{"", "hr", "10"})
	c := built.Certificate
	if c.DuplicateKeys != 2 || c.NullKeys != 2 || !slices.Equal(built.RepeatedKeys, []string{"b / hr", "c / "}) {
		t.Errorf("%d repeated %q, %d null", c.DuplicateKeys, built.RepeatedKeys, c.NullKeys)
	}
	if c.SequenceGaps != 0 || c.SequenceRepeats != 0 {
		t.Errorf("gaps %d, repeats %d", c.SequenceGaps, c.SequenceRepeats)
	}
}

func TestSequences(t *testing.T) {
	const first, last = "-9223372036854775808", "9223372036854775807"
	for _, tc := range []struct {
		numbers       []string
		gaps, repeats int64
	}{
		{[]string{"3", "1", "2"}, 0, 0},
		{[]string{"7"}, 0, 0},
		{[]string{"-1", "2"}, 2, 0},
		{[]string{"1", "1", "3"}, 1, 1},
		{[]string{"1", "", "2"}, 0, 1},
		{[]string{"", ""}, 0, 2},
		{[]string{first, last}, 1<<63 - 1, 0}, // more than 64 bits hold
		{[]string{last, last}, 0, 1},
	} {
		var rows [][]string
		for i, n := range tc.numbers {
			rows = append(rows, []string{fmt.Sprint(i), "hr", n})
		}
		if c := numbered(t, rows...).Certificate; c.SequenceGaps != tc.gaps || c.SequenceRepeats != tc.repeats {
			t.Errorf("%v: %d gaps, %d repeats; want %d, %d", tc.numbers, c.SequenceGaps, c.SequenceRepeats, tc.gaps, tc.repeats)
		}
	}
}

// Only five repeated keys are kept, whatever their number.
func TestManyRepeatedKeys(t *testing.T) {
	var rows [][]string
	for i := range 40 {
		rows = append(rows, []string{fmt.Sprintf("a%02d", i%20), "hr", fmt.Sprint(i)})
	}
	built := numbered(t, rows...)
	if want := []string{"a00 / hr", "a01 / hr", "a02 / hr", "a03 / hr", "a04 / hr"}; built.Certificate.DuplicateKeys != 20 || !slices.Equal(built.RepeatedKeys, want) {
		t.Errorf("%d repeated, %q", built.Certificate.DuplicateKeys, built.RepeatedKeys)
	}
}
