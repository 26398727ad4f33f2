package main

import (
	"strings"
	"testing"
)

// A fault of the generator stops it: none of these may pass in silence.
func TestTableRefuses(t *testing.T) {
	for name, do := range map[string]func(*table){
		"a key that occurs twice":    func(x *table) { x.add("1", "a"); x.add("1", "b") },
		"a row of the wrong width":   func(x *table) { x.add("1") },
		"a row that is not there":    func(x *table) { x.set("b", "x", "9") },
		"a column that is not there": func(x *table) { x.add("1", "a"); x.set("c", "x", "1") },
		"a search without a hit":     func(x *table) { x.find(0, func(func(string) string) bool { return true }) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if r := recover(); r == nil || !strings.Contains(r.(string), "sample") {
					t.Errorf("got %v, want a panic that names the table", r)
				}
			}()
			do(newTable("sample", 1, "a", "b"))
		})
	}
}

func TestTableDrop(t *testing.T) {
	x := newTable("sample", 1, "id", "v")
	for _, id := range []string{"1", "2", "3"} {
		x.add(id, "v"+id)
	}
	x.drop("2")
	x.set("v", "new", "3")
	if len(x.rows) != 2 || x.get("v", "3") != "new" || x.get("v", "1") != "v1" {
		t.Errorf("got %v", x.rows)
	}
}
