package soc

// ComponentKind is one of the five kinds of component of a system.
type ComponentKind string

// The kinds of component (DC 3).
const (
	Infrastructure ComponentKind = "infrastructure"
	Software       ComponentKind = "software"
	People         ComponentKind = "people"
	ProcedureKind  ComponentKind = "procedures"
	Data           ComponentKind = "data"
)

// ComponentKinds lists the kinds in the order in which a description tells
// them.
var ComponentKinds = []ComponentKind{Infrastructure, Software, People, ProcedureKind, Data}

// Component is one component of the system. Controls name it by its Name.
type Component struct {
	Kind        ComponentKind `json:"kind"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	// Organization is the included subservice organization whose component it
	// is; "" is the service organization's own.
	Organization string `json:"organization,omitempty"`
}

// Components are the components of the system and where it ends.
type Components struct {
	// Boundary says what belongs to the system and what does not.
	Boundary string `json:"boundary"`
	// List holds every component, by kind in the order of ComponentKinds, then
	// as written.
	List []Component `json:"list"`
}
