package program

import "testing"

func TestSuggest(t *testing.T) {
	keys := []string{"owner", "purpose", "time_zone", "id", "pass", "where", "where_statement"}
	for word, want := range map[string]string{
		"ownr": "owner", "onwer": "owner", "Owner": "owner", "timezone": "time_zone", "ID": "id",
		"passes": "pass", "where_statment": "where_statement",
		"x": "", "colour": "", "": "", "idea": "",
	} {
		if got := suggest(word, keys); got != want {
			t.Errorf("suggest(%q) = %q, want %q", word, got, want)
		}
	}
}
