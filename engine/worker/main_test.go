package worker

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	Intercept()
	os.Exit(m.Run())
}
