package sqlcheck

import (
	"maps"
	"slices"
	"strings"
)

// kind is what a function is, which decides where it may stand.
type kind int

const (
	scalar kind = iota + 1
	aggregate
	window  // only with OVER
	ordered // an aggregate whose result depends on the order of its rows
)

// functions is the allow-list: functions whose result depends on their
// arguments alone, by name in lower case. What is not here is refused,
// whatever it does. docs/design/engine.md says how one is added.
var functions = map[string]kind{}

// tableFunctions may stand where a table may.
var tableFunctions = map[string]bool{"unnest": true, "range": true, "generate_series": true, "json_each": true}

func init() {
	for k, names := range map[kind]string{
		scalar: operators + text + numbers + dates + lists + jsonNames + `
			business_days_after coalesce ifnull nullif greatest least constant_or_null isnan isfinite isinf
			md5 sha1 sha256 typeof error unnest row struct_pack struct_extract struct_extract_at`,
		aggregate: `
			count count_star count_if countif sum avg mean min max bool_and bool_or bit_and bit_or bit_xor
			any_value arbitrary arg_min arg_max min_by max_by argmin argmax median mode mad quantile quantile_cont
			quantile_disc stddev stddev_pop stddev_samp var_pop var_samp variance corr covar_pop covar_samp
			fsum kahan_sum sumkahan favg product histogram skewness kurtosis regr_slope regr_intercept regr_r2 regr_count
			geomean geometric_mean`,
		window:  `rank dense_rank rank_dense percent_rank cume_dist row_number ntile lag lead first_value last_value nth_value`,
		ordered: `list array_agg string_agg group_concat listagg first last json_group_array json_group_object`,
	} {
		for name := range strings.FieldsSeq(names) {
			functions[name] = k
		}
	}
}

const operators = `
	+ - * / // % ** ^ & | << >> ~ || ^@ @> <@ && !~~ !~~* ~~ ~~* ~~~ ->> @
	add subtract multiply divide mod power pow
	like_escape not_like_escape ilike_escape not_ilike_escape
	array_extract list_extract element_at map_extract map_extract_value `

const text = `
	ascii bar base64 to_base64 from_base64 bin to_binary from_binary hex to_hex from_hex unhex unbin chr ord unicode
	bit_length char_length character_length length len strlen octet_length length_grapheme concat concat_ws contains
	decode encode ends_with suffix starts_with prefix format printf instr position strpos left right left_grapheme
	right_grapheme lower lcase upper ucase lpad rpad ltrim rtrim trim nfc_normalize overlay parse_dirname parse_filename
	parse_path regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace
	regexp_split_to_array repeat replace reverse split split_part str_split str_split_regex string_split
	string_split_regex string_to_array strip_accents substr substring substring_grapheme translate url_decode url_encode
	damerau_levenshtein levenshtein editdist3 hamming mismatches jaccard jaro_similarity jaro_winkler_similarity
	format_bytes formatreadablesize formatreadabledecimalsize parse_formatted_bytes to_base `

const numbers = `
	abs sign signbit ceil ceiling floor round round_even roundbankers trunc sqrt cbrt exp ln log log10 log2 pi degrees
	radians sin cos tan cot asin acos atan atan2 even factorial gcd greatest_common_divisor lcm least_common_multiple
	fdiv fmod xor bit_count nextafter `

const dates = `
	date_part datepart date_trunc datetrunc date_diff datediff date_sub datesub date_add time_bucket timezone
	age strftime strptime try_strptime last_day days_in_month make_date make_time make_timestamp make_timestamp_ms
	make_timestamp_ns make_timestamptz to_timestamp epoch epoch_ms epoch_ns epoch_us julian
	century day dayname dayofmonth dayofweek dayofyear decade era hour isodow isoyear microsecond millennium
	millisecond minute month monthname nanosecond quarter second week weekday weekofyear year yearweek
	timezone_hour timezone_minute normalized_interval
	to_microseconds to_milliseconds to_seconds to_minutes to_hours to_days to_weeks to_months to_quarters to_years
	to_decades to_centuries to_millennia `

const lists = `
	list_value list_pack array_value list_append list_prepend list_cat list_concat array_cat array_concat array_append
	array_prepend list_contains list_has array_contains array_has list_has_all list_has_any array_has_all array_has_any
	list_position list_indexof array_position array_indexof list_distinct array_distinct list_unique array_unique
	list_intersect array_intersect list_sort array_sort list_reverse_sort array_reverse_sort list_reverse array_reverse
	list_slice array_slice list_resize array_resize list_where array_where list_select array_select list_zip array_zip
	list_grade_up array_length array_to_string cardinality flatten generate_series range
	list_transform list_apply array_transform array_apply apply list_filter array_filter filter list_reduce
	array_reduce reduce list_sum list_avg list_min list_max list_count list_bool_and list_bool_or list_first list_last
	list_median list_mode list_any_value
	map map_concat map_contains map_contains_entry map_contains_value map_entries map_from_entries map_keys map_values
	struct_insert struct_update struct_concat struct_keys struct_values struct_contains struct_has struct_position `

const jsonNames = `
	json json_array json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text
	json_extract_string json_keys json_object json_quote json_type json_valid json_value to_json row_to_json
	array_to_json from_json json_merge_patch json_pretty `

// reasons say why some functions that people reach for are not on the list.
var reasons = map[string]string{}

func init() {
	for why, names := range map[string]string{
		"it gives another answer each time, so that nobody could re-perform the test": `
			now today current_date current_time current_timestamp current_localtime current_localtimestamp get_current_time
			get_current_timestamp transaction_timestamp localtime localtimestamp random setseed uuid gen_random_uuid uuidv4
			uuidv7 nextval currval ago txid_current hash reservoir_quantile approx_count_distinct approx_quantile approx_top_k`,
		"a test may read the sealed populations only": `
			glob read_csv read_csv_auto read_parquet parquet_scan read_json read_json_auto read_ndjson read_text read_blob
			read_duckdb sniff_csv parquet_metadata parquet_schema parquet_file_metadata parquet_kv_metadata
			sqlite_scan postgres_scan mysql_scan arrow_scan seq_scan delta_scan iceberg_scan`,
		"it tells about the machine, not about a population": `
			getenv current_setting getvariable current_database current_schema current_schemas current_user session_user
			current_query version pg_timezone_names`,
		"SQL that is put together at run time cannot be checked before it runs": `
			query query_table json_execute_serialized_sql json_serialize_sql json_deserialize_sql json_serialize_plan`,
	} {
		for name := range strings.FieldsSeq(names) {
			reasons[name] = why
		}
	}
}

// valueNames are read as functions when no column of that name is in scope.
var valueNames = map[string]bool{
	"current_date": true, "current_time": true, "current_timestamp": true, "localtime": true, "localtimestamp": true,
	"current_user": true, "session_user": true, "user": true, "current_role": true, "current_catalog": true,
	"current_schema": true,
}

// Functions returns the names of the allow-list, sorted.
func Functions() []string { return slices.Sorted(maps.Keys(functions)) }
