// Package recordfile reads and writes records as YAML: a list in which each
// element is one record under the name of its kind.
//
//   - control-concluded:
//     control: CHG-01
//     design: suitable
//     operation: effective
//     reason: Tested on every change without deviation.
package recordfile
