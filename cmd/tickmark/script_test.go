package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tickmark-audit/tickmark/engine/worker"
)

var update = flag.Bool("update", false, "rewrite the golden output in testdata/script")

func TestMain(m *testing.M) {
	worker.Intercept()
	testscript.Main(m, map[string]func(){
		"tickmark": func() { os.Exit(run()) },
	})
}

// TestScripts runs every script of testdata/script. A script is named after
// the command that it shows and reads like its manual.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TICKMARK_CONFIG", env.WorkDir+"/config")
			return nil
		},
	})
}
