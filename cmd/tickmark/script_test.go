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
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"copytree": copyTree,
			"damage":   damage,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("TICKMARK_CONFIG", env.WorkDir+"/config")
			return nil
		},
	})
}

// copyTree copies a folder: copytree FROM TO.
func copyTree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: copytree from to")
	}
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
}

// damage flips the last bit of a file's middle byte: damage FILE.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage file")
	}
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(path, data, 0o644))
}
