package opinion_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/opinion"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestSharedText(t *testing.T) {
	text := func(markdown ...string) []soc.DescriptionSection {
		var sections []soc.DescriptionSection
		for _, m := range markdown {
			sections = append(sections, soc.DescriptionSection{Markdown: m})
		}
		return sections
	}
	ours := "Couriers take parcels from depots to shops before the shops open."
	for _, c := range []struct {
		name, want string
		other      []soc.DescriptionSection
	}{
		{"the same text", "1.00", text("Something else first. " + ours)},
		{"other case, marks and order of sections", "1.00", text("Something else.", "**couriers** take parcels, from depots to shops, before the shops open!")},
		{"the same frame around another name", "0.29", text("Couriers take parcels from depots to customers before the shops open.")},
		{"another text", "0.00", text("Payments are checked by two people before the bank receives them.")},
		{"nothing", "0.00", nil},
	} {
		if got := opinion.SharedText(text(ours), c.other).FloatString(2); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := opinion.SharedText(nil, text(ours)); got.Sign() != 0 {
		t.Errorf("no text shares %s", got)
	}
}
