// Package larkspur_test takes the example from acceptance to its report as of a date.
package larkspur_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/examples/internal/exampletest"
)

func TestMain(m *testing.M) { exampletest.Main(m) }

func TestAsOfADate(t *testing.T) {
	b := exampletest.Finish(t, exampletest.Case{Folder: ".", Accepted: "2026-02-16", Tested: "2026-04-20", Report: "2026-05-15"})
	t.Run("is issued", func(t *testing.T) { b.In(t).Issue("issued.txt") })
}
