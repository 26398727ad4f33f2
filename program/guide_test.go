package program

import (
	"os"
	"strings"
	"testing"
)

// The examples of the guide are one program, and it has no fault.
func TestGuideExamplesLoad(t *testing.T) {
	guide, err := os.ReadFile("../docs/guide/02-writing-a-program.md")
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]string{
		"controls:": "management/controls/guide.yaml", "populations:": "management/populations/guide.yaml", "procedures:": "practitioner/procedures/guide.yaml",
	}
	files := map[string]string{}
	for _, part := range strings.Split(string(guide), "```yaml\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		key, _, _ := strings.Cut(block, "\n")
		if key == "parameters:" {
			files["engagement.yaml"] = minimal["engagement.yaml"] + block
		} else {
			files[places[key]] = block
		}
	}
	p, err := loadMap(t, files, Options{Parameters: map[string]string{"repository": "/srv/platform"}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Control("CHG-01") == nil || p.Population("changes") == nil || len(p.Procedures) != 1 || p.Parameters["branch"] != "main" {
		t.Errorf("the guide does not hold a control, a population, a procedure and parameters any more")
	}
}
