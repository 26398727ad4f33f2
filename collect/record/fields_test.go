package record

import (
	"testing"

	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestCheck(t *testing.T) {
	var pop program.Population
	pop.Columns = []soc.Column{{Name: "id"}, {Name: "reviewer_id", From: "Reviewed by"}, {Name: "copy_of_id", From: "id"}}
	pop.Ignore = []string{"notes"}
	tests := []struct {
		fields []string
		want   string
	}{
		{[]string{"Reviewed by", "id"}, ""},
		{[]string{"Reviewed by", "id", "notes"}, ""},
		{[]string{"id"}, `line 1: the source has no field "Reviewed by"; check the spelling, or give the column its source name with from`},
		{[]string{"id", "reviewed_by"}, `line 1: the source has no field "Reviewed by"; no column declares the field "reviewed_by"; if "reviewed_by" is meant, write from: "reviewed_by" on the column; declare it as a column, or list it under ignore`},
		{[]string{"id", "Reviewed by", "x", "y"}, `line 1: no column declares the field "x", "y"; declare it as a column, or list it under ignore`},
		{[]string{"id", "id", "Reviewed by", "id"}, `line 1: more than one field is named "id"; rename one in the export`},
		{[]string{"id", "", "Reviewed by", ""}, `line 1: no name is given to field 2, 4; name every field in the export, or check the delimiter`},
		{nil, `line 1: the source has no field "id", "Reviewed by"; check the spelling, or give the column its source name with from`},
	}
	for _, tt := range tests {
		got := ""
		if err := Check(pop, tt.fields, 1); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%q\ngot  %s\nwant %s", tt.fields, got, tt.want)
		}
	}
}
