package engagement

// Progress is told how far a use case has come. Its methods may be called
// from several goroutines at a time.
type Progress interface {
	// Stage begins a stage of n steps; n is -1 when it is not known.
	Stage(name string, n int)
	// Step says that one step of the stage is done, and which.
	Step(what string)
}

// Silent is a Progress that tells nobody.
type Silent struct{}

// Stage does nothing.
func (Silent) Stage(string, int) {}

// Step does nothing.
func (Silent) Step(string) {}
