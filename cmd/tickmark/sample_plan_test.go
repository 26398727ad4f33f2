package main

import (
	"strings"
	"testing"
)

func TestParsePolicy(t *testing.T) {
	policy, err := parsePolicy([]byte("name: our firm\nfrequencies:\n  - {frequency: daily, size: 25}\nper_event: {share: 10%, least: 5, most: {low: 25, moderate: 40, high: 60}}\n"))
	if err != nil || policy.Name != "our firm" || policy.Frequencies[0].Size != 25 || policy.PerEvent.Most["high"] != 60 {
		t.Errorf("got %+v, %v", policy, err)
	}
	for text, want := range map[string]string{
		"":                        "needs a name",
		"name: p\nsize: 3":        `[2:1] unknown field "size"`,
		"name: [":                 "[1:",
		"name: p\nfrequencies: 3": "[2:",
		"name: p\nfrequencies: [{frequency: hourly, size: 1}]": `no frequency "hourly"`,
	} {
		if _, err := parsePolicy([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func FuzzParsePolicy(f *testing.F) {
	f.Add("name: our firm\nfrequencies:\n  - {frequency: daily, size: 25}\n")
	f.Add("name: p\nper_event: {share: 10%, least: 5, most: {low: 25, moderate: 40, high: 60}}\n")
	f.Add("name: [")
	f.Add("name: our firm\nfrequencies:\n !0 #0000000000000000000000000000") // the YAML reader panics
	f.Fuzz(func(t *testing.T, text string) {
		policy, err := parsePolicy([]byte(text))
		if err != nil {
			return
		}
		for _, frequency := range policy.Frequencies {
			if judgement, err := policy.Size(frequency.Frequency, "high", 0); err != nil || judgement.Size < 1 {
				t.Errorf("%q: got %+v, %v", text, judgement, err)
			}
		}
	})
}
