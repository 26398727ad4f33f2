package worker_test

import (
	"os"
	"testing"

	"github.com/tickmark-audit/tickmark/engine/worker"
)

func TestMain(m *testing.M) {
	worker.Intercept()
	os.Exit(m.Run())
}
