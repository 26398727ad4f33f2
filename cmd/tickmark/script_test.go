package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/tickmark-audit/tickmark/engagement"
	"github.com/tickmark-audit/tickmark/engine/worker"
	"github.com/tickmark-audit/tickmark/soc"
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
			"complete": complete,
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("TICKMARK_CONFIG", env.WorkDir+"/config")
			env.Setenv("TODAY", today().String())
			programs, err := filepath.Abs("../../engagement/testdata")
			env.Setenv("PROGRAMS", programs)
			return err
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

// today is the day it is where the programs of the scripts are. What people
// sign bears the real day: the log holds the real time.
func today() soc.Date {
	location, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err) // the command carries its time zones
	}
	return soc.NewDate(time.Now().In(location))
}

// complete writes what a script cannot know into a file of records:
//
//	complete FILE [PROGRAM]
//
// puts today's day for TODAY and, with a program, the id of the entry that
// sealed management's part of it for SEALED.
func complete(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: complete file [program]")
	}
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	text := strings.ReplaceAll(string(data), "TODAY", today().String())
	if len(args) == 2 {
		folder, err := engagement.Resolve(ts.MkAbs(args[1]))
		ts.Check(err)
		file, err := engagement.Open(context.Background(), folder, engagement.FileOptions{ReadOnly: true})
		ts.Check(err)
		defer file.Close()
		ex, err := file.Examination(context.Background())
		ts.Check(err)
		for _, sealed := range ex.Programs {
			if sealed.Party == soc.Management {
				text = strings.ReplaceAll(text, "SEALED", sealed.Entry)
			}
		}
	}
	ts.Check(os.WriteFile(path, []byte(text), 0o644))
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
