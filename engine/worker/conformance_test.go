package worker_test

import (
	"testing"

	"github.com/tickmark-audit/tickmark/engine"
	"github.com/tickmark-audit/tickmark/engine/enginetest"
	"github.com/tickmark-audit/tickmark/engine/parquet"
	"github.com/tickmark-audit/tickmark/engine/worker"
)

func TestConformance(t *testing.T) {
	e, err := worker.New(engine.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	enginetest.Run(t, e, parquet.Loader{})
}
