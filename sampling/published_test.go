package sampling

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// published opens a file of published figures, which lie in a folder beside
// the repository. A clone alone does not have them.
func published(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "shared", "vectors", name))
	if os.IsNotExist(err) {
		t.Skipf("SKIPPED: the published figures are not here, so nothing was compared with them: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var from io.Reader = file
	if filepath.Ext(name) == ".gz" {
		if from, err = gzip.NewReader(file); err != nil {
			t.Fatal(err)
		}
	}
	reader := csv.NewReader(from)
	reader.FieldsPerRecord = -1
	records, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		if surplus := len(record) - len(records[0]); surplus > 0 {
			// A comma in the second column is not quoted.
			record = slices.Concat(record[:1], []string{strings.Join(record[1:2+surplus], ",")}, record[2+surplus:])
		}
		for i, value := range record {
			row[records[0][i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is not a number", text)
	}
	return r
}

func whole(t testing.TB, text string) int64 {
	t.Helper()
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// complement is 1 - confidence.
func complement(t testing.TB, confidence string) *big.Rat {
	return new(big.Rat).Sub(one, rat(t, confidence))
}

// TestComputedTables compares with the tables computed for this project. The
// table of sizes leaves a cell empty when it is above 600.
func TestComputedTables(t *testing.T) {
	for _, row := range published(t, "attribute_sample_sizes.csv") {
		got, err := Plan{Model: Binomial, Risk: rat(t, row["risk_of_overreliance"]), Tolerable: rat(t, row["tolerable_rate"]), Expected: rat(t, row["expected_rate"])}.Size()
		same := got.Items == whole(t, row["sample_size"]) && got.Allowed == whole(t, row["max_deviations"])
		if row["sample_size"] == "" {
			same = got.Items > 600
		}
		if err != nil || !same {
			t.Errorf("%v: got %v, %v", row, got, err)
		}
	}
	for _, row := range published(t, "upper_deviation_limits.csv") {
		got, err := Result{Model: Model(row["model"]), Risk: rat(t, row["risk_of_overreliance"]), Items: whole(t, row["sample_size"]),
			Deviations: whole(t, row["deviations"]), Population: whole(t, row["population"])}.UpperLimit(12)
		if err != nil || got.FloatString(6) != row["upper_limit"] {
			t.Errorf("%v: got %v, %v", row, got, err)
		}
	}
}

// TestPublishedFigures compares with every row of the published figures: the
// column of exact arithmetic, and the column as printed wherever no note
// says that its source rounded.
func TestPublishedFigures(t *testing.T) {
	counts := map[string]int{}
	rows := published(t, "sampling-expected.csv.gz")
	for i, row := range rows {
		what := row["kind"] + " " + row["metric"]
		want := row["exact_arithmetic_value"]
		var fault string
		switch {
		case row["kind"] == "selection":
			fault = comparePick(t, row)
			what = "selection"
		case row["metric"] == "n" && want == "-1":
			// No sample is enough: the source's floats found one.
			if got, err := attributePlan(t, row).Size(); err == nil {
				fault = fmt.Sprintf("got %v, want an error", got)
			}
			what += " that cannot be"
		case row["metric"] == "n" && allowsParts(row):
			got, err := moneyPlan(t, row).Size()
			fault = unlike(got.Units, whole(t, want), err)
			what += " of monetary units"
		case row["metric"] == "n":
			got, err := attributePlan(t, row).Size()
			fault = unlike(got.Items, whole(t, want), err)
		case row["metric"] == "expected_taints_sum":
			got, err := moneyPlan(t, row).Size()
			if err != nil {
				t.Fatal(err)
			}
			hundredths := ceil(times(got.Taints, 100))
			fault = unlike(new(big.Rat).SetFrac(hundredths, big.NewInt(100)).FloatString(2), rat(t, want).FloatString(2), nil)
		case strings.HasPrefix(row["distribution_or_method"], "stringer"):
			fault = compareMoney(t, row)
		case row["metric"] == "upper_bound_pct":
			got, err := attributeResult(t, row).UpperLimit(3)
			fault = unlike(FormatPercent(got, 1), FormatPercent(new(big.Rat).Mul(rat(t, want), big.NewRat(1, 100)), 1), err)
		case row["metric"] == "upper_bound":
			got, err := attributeResult(t, row).UpperLimit(15)
			fault = unlike(significant(got), significant(rat(t, want)), err)
		default:
			fault = "the test does not know this row"
		}
		if fault != "" {
			t.Errorf("row %d, %v: %s", i+2, row, fault)
			continue
		}
		counts[what]++
	}
	t.Logf("%d rows agree: %v", len(rows), counts)
}

// allowsParts reports whether the expected deviations are taken as they are,
// in parts, instead of being rounded up: every source does so with Poisson,
// although the note of some speaks of the ceiling.
func allowsParts(row map[string]string) bool {
	return strings.HasPrefix(row["distribution_or_method"], "poisson") && row["expected_kind"] == "rate"
}

func unlike[T comparable](got, want T, err error) string {
	if err != nil {
		return err.Error()
	}
	if got != want {
		return fmt.Sprintf("got %v, want %v", got, want)
	}
	return ""
}

// significant is a value with the ten significant digits of the file.
func significant(r *big.Rat) string {
	f, _ := r.Float64()
	return fmt.Sprintf("%.10g", f)
}

func attributePlan(t *testing.T, row map[string]string) Plan {
	p := Plan{Model: Model(row["distribution_or_method"]), Risk: complement(t, row["confidence"]), Tolerable: rat(t, row["materiality"]), Population: whole(t, row["N"])}
	if row["expected_kind"] == "count" {
		p.Allowed = whole(t, row["expected"])
	} else {
		p.Expected = rat(t, row["expected"])
	}
	return p
}

func attributeResult(t *testing.T, row map[string]string) Result {
	model, _, _ := strings.Cut(row["distribution_or_method"], " ")
	return Result{Model: Model(model), Risk: complement(t, row["confidence"]), Items: whole(t, row["n"]), Deviations: whole(t, row["k"]), Population: whole(t, row["N"])}
}

func moneyPlan(t *testing.T, row map[string]string) MoneyPlan {
	return MoneyPlan{Risk: complement(t, row["confidence"]), Tolerable: rat(t, row["materiality"]), Expected: rat(t, row["expected"])}
}

func compareMoney(t *testing.T, row map[string]string) string {
	r := MoneyResult{Model: Binomial, Risk: complement(t, row["confidence"]), Units: whole(t, row["n"])}
	for _, taint := range strings.Fields(row["k"]) {
		r.Taints = append(r.Taints, rat(t, taint))
	}
	of := r.Stringer
	if row["metric"] == "most_likely_error" {
		of = r.MostLikely
	}
	got, err := of()
	if err != nil {
		return err.Error()
	}
	return unlike(significant(got), significant(rat(t, row["exact_arithmetic_value"])), nil)
}

// comparePick draws by a fixed interval from the values of a row's note.
func comparePick(t *testing.T, row map[string]string) string {
	list, _, _ := strings.Cut(strings.TrimPrefix(row["note"], "values "), ";")
	var amounts []int64
	var total int64
	for _, value := range strings.Fields(list) {
		amounts = append(amounts, whole(t, value))
		if row["distribution_or_method"] == "items fixed interval" {
			amounts[len(amounts)-1] = 1
		}
		total += amounts[len(amounts)-1]
	}
	hits, err := FixedInterval(amounts, big.NewRat(total, whole(t, row["n"])), rat(t, strings.TrimPrefix(row["k"], "start=")))
	var picked []string
	for _, hit := range hits {
		picked = append(picked, strconv.Itoa(hit.Item+1))
	}
	return unlike("picked 1-based = "+strings.Join(picked, ","), row["metric"], err)
}
