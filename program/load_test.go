package program

import (
	"os"
	"testing"

	"github.com/tickmark-audit/tickmark/soc"
)

// load reads a program of testdata.
func load(t *testing.T, dir string, options Options) (*Program, error) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return Load(t.Context(), root.FS(), options)
}

func TestLoadComplete(t *testing.T) {
	p, err := load(t, "testdata/complete", Options{Parameters: map[string]string{"repository": "/srv/repo"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%+v", p)
	_ = soc.Management
}
