package sampling

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSettle(t *testing.T) {
	drawn, err := seedOf(t, seedPlain).Draw(all(strings.Fields("A-1 A-2 A-3 B-1 B-2 B-3")), 6)
	if err != nil {
		t.Fatal(err)
	}
	// In the order of tickets: A-1 A-2 B-1 B-3 B-2 A-3.
	settled, err := Settle(drawn.Items, 4, map[string]Fate{"A-1": Found, "A-2": Void, "B-1": Missing, "B-3": Found})
	if err != nil {
		t.Fatal(err)
	}
	for what, test := range map[string]struct {
		got  []Item
		want string
	}{
		"sample":     {settled.Sample, "A-1 B-1 B-3 B-2"},
		"deviations": {settled.Deviations, "B-1"},
		"replaced":   {settled.Replaced, "A-2"},
		"open":       {settled.Open, "B-2"},
	} {
		if got := strings.Join(keysOf(test.got), " "); got != test.want {
			t.Errorf("%s: got %s, want %s", what, got, test.want)
		}
	}
	for want, fates := range map[string]map[string]Fate{
		"draw 1 more tickets": {"A-1": Void, "A-2": Void, "B-1": Void},
		`no fate "lost"`:      {"A-1": "lost"},
		"was not drawn":       {"Z-9": Found},
	} {
		if _, err := Settle(drawn.Items, 4, fates); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// Every item of the sample is found, missing or open; a void item never
// counts, and its place goes to the next ticket.
func TestSettleKeepsTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, _ := NewSeed(seedPlain)
		drawn, err := seed.Draw(all(keysFrom(t)), 60)
		if err != nil {
			t.Fatal(err)
		}
		fates := map[string]Fate{}
		var standing []Item
		for _, item := range drawn.Items {
			fate := rapid.SampledFrom([]Fate{"", Found, Void, Missing}).Draw(t, "fate")
			if fate != "" {
				fates[item.Key] = fate
			}
			if fate != Void {
				standing = append(standing, item)
			}
		}
		n := rapid.IntRange(1, len(drawn.Items)).Draw(t, "n")
		settled, err := Settle(drawn.Items, n, fates)
		if n > len(standing) {
			if err == nil {
				t.Fatal("too few items and no error")
			}
			return
		}
		if err != nil || !slices.Equal(settled.Sample, standing[:n]) {
			t.Fatalf("got %v, %v, want %v", settled.Sample, err, standing[:n])
		}
		found := 0
		for _, item := range settled.Sample {
			if fates[item.Key] == Found {
				found++
			}
		}
		if found+len(settled.Deviations)+len(settled.Open) != n {
			t.Fatalf("%d found, %d missing, %d open of %d", found, len(settled.Deviations), len(settled.Open), n)
		}
	})
}
