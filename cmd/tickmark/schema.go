package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/spf13/cobra"

	"github.com/tickmark-audit/tickmark/program"
)

func init() { commands = append(commands, newSchemaCommand) }

func newSchemaCommand() *cobra.Command {
	var kinds []string
	for _, k := range program.FileKinds() {
		kinds = append(kinds, k.Name)
	}
	return &cobra.Command{
		Use:   "schema [KIND]",
		Short: "Print the JSON Schema of a program's files, for editors",
		Long: `Schema prints the JSON Schema of one kind of file, from which an editor
completes keys and underlines mistakes while you write. Without KIND it lists
the kinds and their files.

The schema knows the keys and values of one file. What one file says about
another is only known to tickmark check.`,
		Example:   "  tickmark schema controls >controls.schema.json",
		ValidArgs: kinds,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("schema takes at most one kind: tickmark %s", cmd.Use)}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listKinds(cmd.OutOrStdout())
			}
			return runSchema(cmd.OutOrStdout(), args[0])
		},
	}
}

func listKinds(w io.Writer) error {
	for _, k := range program.FileKinds() {
		if _, err := fmt.Fprintf(w, "%-12s %-44s %s\n", k.Name, k.Where, k.Doc); err != nil {
			return err
		}
	}
	return nil
}

func runSchema(w io.Writer, name string) error {
	for _, k := range program.FileKinds() {
		if k.Name != name {
			continue
		}
		out := json.NewEncoder(w)
		out.SetIndent("", "  ")
		out.SetEscapeHTML(false)
		return out.Encode(fileSchema(k))
	}
	return usageError{fmt.Errorf("there is no kind of file %q; tickmark schema lists them", name)}
}

// fileSchema is the schema of a kind of file.
func fileSchema(k program.FileKind) *jsonschema.Schema {
	s := schemaOf(k.Item)
	if k.Plural != "" {
		many := &jsonschema.Schema{
			Type: "object", Required: []string{k.Plural}, AdditionalProperties: nothing(),
			Properties: map[string]*jsonschema.Schema{k.Plural: {Type: "array", MinItems: jsonschema.Ptr(1), Items: schemaOf(k.Item)}},
		}
		s = &jsonschema.Schema{AnyOf: []*jsonschema.Schema{many, s}}
	}
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = "Tickmark: " + k.Where
	s.Description = k.Doc
	return s
}

// nothing is the schema that no value fits.
func nothing() *jsonschema.Schema { return &jsonschema.Schema{Not: &jsonschema.Schema{}} }

// parameter is how a value uses a parameter of the program.
const parameterPattern = `\$\{[a-z][a-z0-9_]*\}`

func schemaOf(s *program.Shape) *jsonschema.Schema {
	switch s.Kind {
	case program.Object:
		return objectSchema(s)
	case program.Map:
		m := &jsonschema.Schema{Type: "object", AdditionalProperties: schemaOf(s.Values)}
		if s.Pattern != nil {
			m.PropertyNames = &jsonschema.Schema{Pattern: s.Pattern.String()}
		}
		if s.NotEmpty {
			m.MinProperties = jsonschema.Ptr(1)
		}
		return m
	case program.List:
		l := &jsonschema.Schema{Type: "array", Items: schemaOf(s.Values), UniqueItems: s.Values.Kind >= program.Text}
		if s.NotEmpty {
			l.MinItems = jsonschema.Ptr(1)
		}
		return l
	}
	return scalarSchema(s)
}

func objectSchema(s *program.Shape) *jsonschema.Schema {
	o := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: nothing()}
	for _, key := range s.Keys {
		value := schemaOf(key.Shape)
		value.Description = key.Doc
		o.Properties[key.Name] = value
		o.PropertyOrder = append(o.PropertyOrder, key.Name)
		if key.Required {
			o.Required = append(o.Required, key.Name)
		}
	}
	if s.Short != nil {
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{schemaOf(s.Short), o}}
	}
	return o
}

func scalarSchema(s *program.Shape) *jsonschema.Schema {
	value := &jsonschema.Schema{}
	switch s.Kind {
	case program.Text:
		value.Types, value.Pattern = []string{"string"}, `\S`
		if s.Pattern != nil {
			value.Pattern = s.Pattern.String()
			if !s.Literal {
				value.Pattern += "|" + parameterPattern
			}
		}
		if s.Pattern == nil || s.Pattern.MatchString("1") {
			value.Types = append(value.Types, "number")
		}
		return value
	case program.SQL:
		return &jsonschema.Schema{Type: "string", Pattern: `\S`}
	case program.Word:
		for _, w := range s.Words {
			value.Enum = append(value.Enum, w)
		}
	case program.Integer:
		value.Type, value.Minimum, value.Maximum = "integer", jsonschema.Ptr(float64(s.Minimum)), jsonschema.Ptr(float64(s.Maximum))
	case program.Boolean:
		value.Type = "boolean"
	case program.Date:
		value.Type, value.Pattern = "string", `^[0-9]{4}-[0-9]{2}-[0-9]{2}$|`+parameterPattern
		return value
	}
	if s.Literal {
		return value
	}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{value, {Type: "string", Pattern: parameterPattern}}}
}
