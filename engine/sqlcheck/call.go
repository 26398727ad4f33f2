package sqlcheck

import "fmt"

// function checks a call by its name and by where it stands.
func (w *walker) function(class string, o map[string]any) error {
	name, at, err := plainName(o)
	if err != nil {
		return err
	}
	k, known := functions[name]
	if name == "list_sort" { // also what list(x ORDER BY x) is parsed into
		if children, _ := o["children"].([]any); len(children) > 0 {
			if call, is := children[0].(map[string]any); is {
				call["sorted"] = true
			}
		}
	}
	over := class == "WINDOW"
	switch {
	case !known:
		return refuseFunction(name, at)
	case k == scalar && over:
		return refuse(at, fmt.Sprintf("%s cannot be used with OVER", name), "")
	case k == scalar && name == "unnest" && w.inPredicate:
		return refuse(at, "unnest makes rows, and a condition has one value", "use list_contains, or a subquery with EXISTS")
	case k == scalar && name == "age" && arguments(o) == 1:
		return refuse(at, "age with one argument depends on the day of the run", "give both days: age(later, earlier)")
	case k == window && !over:
		return refuse(at, fmt.Sprintf("%s needs OVER (… ORDER BY …)", name), "")
	case (k == aggregate || k == ordered) && !over && w.inPredicate:
		return refuse(at, fmt.Sprintf("%s over all items does not fit into a condition on one item", name),
			"write a subquery, such as (SELECT count(*) FROM approvals a WHERE a.change_id = scope.change_id) >= 1")
	case needsOrder(name, k) && !hasOrder(o, over):
		return refuse(at, fmt.Sprintf("%s gives another answer when the rows come in another order", name),
			fmt.Sprintf("say the order: %s", orderExample(name, over)))
	}
	return nil
}

// tableFunction checks a function that stands where a table may.
func (w *walker) tableFunction(o map[string]any) error {
	call, _ := o["function"].(map[string]any)
	name, at, err := plainName(call)
	if err != nil {
		return err
	}
	if call["class"] != "FUNCTION" || !tableFunctions[name] {
		return refuseFunction(name, at)
	}
	if err := w.walk(call["children"]); err != nil {
		return err
	}
	rest := map[string]any{}
	for key, v := range o {
		if key != "function" && key != "type" {
			rest[key] = v
		}
	}
	return w.children(rest)
}

// plainName returns the name of a call. A name with a schema other than main
// is refused.
func plainName(o map[string]any) (name string, at int, err error) {
	name, _ = o["function_name"].(string)
	catalog, _ := o["catalog"].(string)
	schema, _ := o["schema"].(string)
	at = location(o)
	if catalog != "" || schema != "" && schema != "main" {
		return "", at, refuse(at, fmt.Sprintf("the function %s.%s is not allowed", schema, name), "use functions by their plain names")
	}
	return name, at, nil
}

func refuseFunction(name string, at int) error {
	why := reasons[name]
	if why == "" {
		why = "it is not on the list of functions whose result depends on their arguments alone"
	}
	return refuse(at, fmt.Sprintf("the function %s is not allowed", name), why)
}

func arguments(o map[string]any) int {
	children, _ := o["children"].([]any)
	return len(children)
}

func needsOrder(name string, k kind) bool {
	switch name {
	case "rank", "dense_rank", "rank_dense", "percent_rank", "cume_dist":
		return false // without an order all rows are equal, whatever their order
	}
	return k == ordered || k == window
}

func hasOrder(o map[string]any, over bool) bool {
	for _, key := range []string{"orders", "arg_orders"} {
		if list, _ := o[key].([]any); len(list) > 0 {
			return true
		}
	}
	if o["sorted"] == true {
		return true
	}
	orders, _ := o["order_bys"].(map[string]any)
	list, _ := orders["orders"].([]any)
	return !over && len(list) > 0
}

func orderExample(name string, over bool) string {
	if over {
		return name + "(…) OVER (ORDER BY …)"
	}
	return name + "(… ORDER BY …)"
}
