package population

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", -1000: "-1,000", -999: "-999", 27134: "27,134", math.MinInt64: "-9,223,372,036,854,775,808"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestQuantity(t *testing.T) {
	if got := Quantity(1, "row", "rows") + ", " + Quantity(1200, "row", "rows"); got != "1 row, 1,200 rows" {
		t.Error(got)
	}
}
