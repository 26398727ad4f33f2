// Command generate writes the data of the Larkspur example: the extracts that
// the fictional company's systems would give, and two lists of what is hidden
// in them. The same program text gives the same bytes on every machine.
//
//	go run ./examples/larkspur-soc2/generate
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	out := flag.String("out", "examples/larkspur-soc2", "folder of the example; data/, planted.csv and edges.csv are written into it")
	flag.Parse()
	if err := write(newCompany(), *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
