// Command generate writes the data of the payments processor: the small
// extracts, which are in the repository, and the payments, which are not. The
// same program text gives the same bytes on every machine.
//
//	go run ./examples/larkspur-soc1/generate
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/tickmark-audit/tickmark/examples/larkspur-soc1/processor"
)

func main() {
	out := flag.String("out", "examples/larkspur-soc1", "folder of the example; data/, generated/, planted.csv and edges.csv are written into it")
	flag.Parse()
	p := processor.New()
	if err := p.Write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
	if err := p.WritePayments(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
