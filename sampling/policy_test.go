package sampling

import (
	"strings"
	"testing"
)

func TestPolicySizes(t *testing.T) {
	for _, test := range []struct {
		frequency, level string
		population, want int64
	}{
		{"annual", "low", 0, 1}, {"semi_annual", "low", 0, 2}, {"quarterly", "high", 0, 2}, {"monthly", "low", 12, 3},
		{"weekly", "low", 52, 6}, {"daily", "moderate", 250, 25}, {"daily", "moderate", 20, 20},
		{"continuous", "low", 0, 25}, {"continuous", "moderate", 0, 40}, {"continuous", "high", 9000, 60},
		{"per_event", "low", 3, 3}, {"per_event", "low", 30, 5}, {"per_event", "low", 101, 11}, {"per_event", "low", 9000, 25}, {"per_event", "high", 9000, 60},
	} {
		got, err := CommonPolicy().Size(test.frequency, test.level, test.population)
		if err != nil || got.Size != test.want || !strings.HasPrefix(got.Basis, `policy "common practice": `) {
			t.Errorf("%+v: got %+v, %v", test, got, err)
		}
		for _, word := range []string{"confidence", "risk of", "statistic"} {
			if strings.Contains(got.Basis, word) {
				t.Errorf("a judgement speaks of %s: %s", word, got.Basis)
			}
		}
	}
	for _, test := range [][2]string{{"hourly", "low"}, {"annual", "severe"}, {"per_event", "low"}} {
		if got, err := CommonPolicy().Size(test[0], test[1], 0); err == nil {
			t.Errorf("%v: got %+v", test, got)
		}
	}
}

func TestPolicyFaults(t *testing.T) {
	levels := map[string]int64{"low": 1, "moderate": 2, "high": 3}
	for want, p := range map[string]Policy{
		"needs a name":      {},
		"no frequency":      {Name: "p", Frequencies: []FrequencySize{{Frequency: "hourly", Size: 1}}},
		"is there twice":    {Name: "p", Frequencies: []FrequencySize{{Frequency: "daily", Size: 1}, {Frequency: "daily", Size: 1}}},
		"at least 1":        {Name: "p", Frequencies: []FrequencySize{{Frequency: "daily"}}},
		"a size and sizes":  {Name: "p", Frequencies: []FrequencySize{{Frequency: "daily", Size: 1, Sizes: levels}}},
		"for high":          {Name: "p", Frequencies: []FrequencySize{{Frequency: "daily", Sizes: map[string]int64{"low": 1, "moderate": 2}}}},
		"a level other":     {Name: "p", Frequencies: []FrequencySize{{Frequency: "daily", Sizes: map[string]int64{"low": 1, "moderate": 2, "high": 3, "max": 4}}}},
		"is not a rate":     {Name: "p", PerEvent: &PerEventSize{Share: "some", Least: 1, Most: levels}},
		"must be above 0":   {Name: "p", PerEvent: &PerEventSize{Share: "0", Least: 1, Most: levels}},
		"most needs a size": {Name: "p", PerEvent: &PerEventSize{Share: "10%", Least: 1}},
		"and as per_event":  {Name: "p", Frequencies: []FrequencySize{{Frequency: "per_event", Size: 1}}, PerEvent: &PerEventSize{Share: "10%", Least: 1, Most: levels}},
	} {
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
