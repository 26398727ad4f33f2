//go:build unix

package command_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/collect"
	"github.com/tickmark-audit/tickmark/collect/collecttest"
	"github.com/tickmark-audit/tickmark/program"
	"github.com/tickmark-audit/tickmark/soc"
)

func TestConformance(t *testing.T) {
	const singer = `echo '{"type":"SCHEMA","stream":"users","schema":{"properties":{"id":{},"name":{}}},"key_properties":["id"]}'
echo '{"type":"RECORD","stream":"users","record":{"id":12345678901234567890,"name":"Ada"}}'
echo '{"type":"STATE","value":{}}'
echo '{"type":"RECORD","stream":"users","record":{"id":2}}'`
	const jsonl = `echo '{"id":12345678901234567890,"name":"Ada"}'; echo '{"id":2,"name":null}'`
	for output, script := range map[string]string{"singer": singer, "jsonl": jsonl} {
		t.Run(output, func(t *testing.T) {
			declare := func(run ...string) program.Population {
				var pop program.Population
				pop.Name = "users"
				pop.Columns = []soc.Column{{Name: "id"}, {Name: "name"}}
				pop.Source.Command = &program.CommandSource{Run: run, Output: output}
				if output == "singer" {
					pop.Source.Command.Stream = "users"
				}
				return pop
			}
			collecttest.Run(t, collecttest.Case{
				Population:  declare("sh", "-c", script),
				Environment: collect.Environment{Dir: t.TempDir()},
				Want:        [][]string{{"12345678901234567890", "Ada"}, {"2", collecttest.Null}},
				Failing: map[string]program.Population{
					"a status":      declare("sh", "-c", script+"; exit 1"),
					"a signal":      declare("sh", "-c", script+"; kill -9 $$"),
					"not installed": declare("tap-nowhere"),
				},
			})
		})
	}
}
