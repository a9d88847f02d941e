package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// descriptionVariable names the folder with the vendor's OpenAPI documents.
const descriptionVariable = "ACD_OPENAPI"

// documents are the files that are read there.
var documents = []string{"taskrouter_v1.json", "queues_2010-04-01.json"}

// descriptions are the vendor's documents, made strict.
type descriptions struct {
	routers    []routers.Router
	operations []string            // identifiers of all, sorted
	parameters map[string][]string // of each operation, but for those of its path
}

// readDescriptions reads the documents of a folder.
func readDescriptions(folder string) (*descriptions, error) {
	d := &descriptions{parameters: map[string][]string{}}
	for _, name := range documents {
		doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(folder, name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, item := range doc.Paths.Map() {
			for _, operation := range item.Operations() {
				d.operations = append(d.operations, operation.OperationID)
				d.parameters[operation.OperationID] = parameterNames(operation)
				strictAnswers(operation)
			}
		}
		for _, schema := range doc.Components.Schemas {
			strict(schema.Value)
		}
		router, err := gorillamux.NewRouter(doc)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		d.routers = append(d.routers, router)
	}
	slices.Sort(d.operations)
	return d, nil
}

// parameterNames are what an operation takes in its query, its headers and its form.
func parameterNames(operation *openapi3.Operation) (names []string) {
	for _, p := range operation.Parameters {
		if p.Value.In != openapi3.ParameterInPath {
			names = append(names, p.Value.Name)
		}
	}
	if operation.RequestBody != nil {
		if form := operation.RequestBody.Value.Content.Get("application/x-www-form-urlencoded"); form != nil {
			names = slices.AppendSeq(names, maps.Keys(form.Schema.Value.Properties))
		}
	}
	slices.Sort(names)
	return names
}

// strictAnswers makes the envelopes of lists strict, and headers required that the
// handlers send.
func strictAnswers(operation *openapi3.Operation) {
	for _, response := range operation.Responses.Map() {
		for _, content := range response.Value.Content {
			strict(content.Schema.Value)
		}
		for name, header := range response.Value.Headers {
			name = http.CanonicalHeaderKey(name) // the description has ETag and Etag
			_, absent := absentHeaders[name]
			header.Value.Required = !absent && name != "Etag" && !slices.Contains(forBrowsers, name) // which check looks after
		}
	}
}

// strict makes every property of an object required and allows no others.
func strict(s *openapi3.Schema) {
	if s == nil || !s.Type.Is("object") || len(s.Properties) == 0 {
		return
	}
	s.Required = slices.Sorted(maps.Keys(s.Properties))
	s.AdditionalProperties = openapi3.AdditionalProperties{Has: new(false)}
	for name, property := range s.Properties {
		switch {
		case property.Ref != "":
		case slices.Contains(relative, name) && property.Value.Format == "uri":
			property.Value.Format = "uri-reference"
		case property.Value.Format == "uri-map":
			strictLinks(name, property.Value)
		default:
			strict(property.Value)
		}
	}
}

// strictLinks makes the values of a map of URLs what the description says by a
// format that OpenAPI does not have for objects. A link can be null (rest.md §10:
// a task queue without activities).
func strictLinks(name string, s *openapi3.Schema) {
	format := "uri"
	if slices.Contains(relative, name) {
		format = "uri-reference"
	}
	s.AdditionalProperties = openapi3.AdditionalProperties{
		Schema: openapi3.NewSchemaRef("", &openapi3.Schema{Type: &openapi3.Types{"string"}, Format: format, Nullable: true}),
	}
}

// forBrowsers are the headers that answers of version 1 carry for browsers.
var forBrowsers = []string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}

// formats are those of the description, as rest.md §3 and §4 have them.
var formats = map[string]openapi3.StringFormatValidator{
	"date-time":          openapi3.NewCallbackValidator(dateFormat(time.RFC3339, "2006-01-02T15:04:05Z")),
	"date-time-rfc-2822": openapi3.NewCallbackValidator(dateFormat("", "Mon, 02 Jan 2006 15:04:05 +0000")),
	"uri":                openapi3.NewCallbackValidator(uriFormat(true)),
	"uri-reference":      openapi3.NewCallbackValidator(uriFormat(false)),
	"currency":           openapi3.NewRegexpFormatValidator("^[A-Z]{3}$"),
}

// dateFormat wants a date exactly as the layout writes it; one that is read by
// another standard as well must be the same instant.
func dateFormat(standard, layout string) func(string) error {
	return func(text string) error {
		at, err := time.Parse(layout, text)
		if err != nil {
			return err
		}
		if at.Format(layout) != text {
			return fmt.Errorf("%q: want %s", text, at.Format(layout))
		}
		var other time.Time
		if standard == "" {
			other, err = mail.ParseDate(text)
		} else {
			other, err = time.Parse(standard, text)
		}
		if err != nil {
			return err
		}
		if !other.Equal(at) {
			return fmt.Errorf("%q is also %v", text, other)
		}
		return nil
	}
}

// uriFormat wants a URL. An empty one is how workspaces say that there is none
// (rest.md §10).
func uriFormat(absolute bool) func(string) error {
	return func(text string) error {
		u, err := url.Parse(text)
		switch {
		case err != nil:
			return err
		case text != "" && absolute && (u.Scheme == "" || u.Host == ""):
			return fmt.Errorf("%q: want an absolute URL", text)
		case text != "" && !absolute && !strings.HasPrefix(u.Path, "/"):
			return fmt.Errorf("%q: want a path or a URL", text)
		}
		return nil
	}
}

// check finds the operation of a request and holds the answer against it. It is ""
// for what the description does not have.
func (d *descriptions) check(s *record, request *http.Request, response *http.Response, body []byte) (string, error) {
	described := request.Clone(context.Background())
	described.URL.Scheme, described.URL.Host = "https", hostOf(request.URL.Path)
	described.Host, described.Body = described.URL.Host, http.NoBody
	route, parameters, err := d.find(described)
	if err != nil {
		if response.StatusCode < http.StatusBadRequest {
			return "", fmt.Errorf("answered, but is not described: %w", err)
		}
		return "", nil
	}
	operation := route.Operation.OperationID
	if response.StatusCode >= http.StatusBadRequest {
		return operation, nil // none is described, see checkRefusal
	}
	for name := range absentHeaders {
		if response.Header.Get(name) == "" {
			s.excuse(name)
		} else {
			return operation, fmt.Errorf("the header %s is there: it is no exception any more", name)
		}
	}
	isV1 := strings.HasPrefix(request.URL.Path, "/v1")
	for _, name := range forBrowsers {
		if isV1 == (response.Header.Get(name) == "") && response.StatusCode != http.StatusNoContent {
			return operation, fmt.Errorf("header %s: want it in version 1 only: %s", name, withoutOrigin)
		}
	}
	if !isV1 {
		s.excuse(withoutOrigin)
	}
	if required, why := exceptETag(operation); required && response.Header.Get("Etag") == "" {
		return operation, errors.New("no ETag")
	} else if !required && why != "" {
		s.excuse(why)
	}
	return operation, openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: described, PathParams: parameters, Route: route},
		Status:                 response.StatusCode, Header: response.Header,
		Body:    io.NopCloser(bytes.NewReader(body)),
		Options: validation(),
	})
}

func validation() *openapi3filter.Options {
	return &openapi3filter.Options{
		IncludeResponseStatus: true, MultiError: true,
		SchemaValidationOptions: []openapi3.SchemaValidationOption{
			openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidators(formats),
		},
	}
}

func (d *descriptions) find(request *http.Request) (route *routers.Route, parameters map[string]string, err error) {
	for _, router := range d.routers {
		if route, parameters, err = router.FindRoute(request); err == nil {
			return route, parameters, nil
		}
	}
	return nil, nil, err
}

// refusal is the body of every error (rest.md §5).
var refusal = &openapi3.Schema{
	Type: &openapi3.Types{"object"}, Required: []string{"code", "message", "more_info", "status"},
	AdditionalProperties: openapi3.AdditionalProperties{Has: new(false)},
	Properties: openapi3.Schemas{
		"code":      openapi3.NewSchemaRef("", openapi3.NewIntegerSchema()),
		"message":   openapi3.NewSchemaRef("", openapi3.NewStringSchema().WithMinLength(1)),
		"more_info": openapi3.NewSchemaRef("", openapi3.NewStringSchema().WithFormat("uri")),
		"status":    openapi3.NewSchemaRef("", openapi3.NewIntegerSchema()),
		"details":   openapi3.NewSchemaRef("", openapi3.NewObjectSchema()),
	},
}

// statuses are those of refusals (rest.md §5.1).
var statuses = []int{400, 401, 403, 404, 405, 409, 410, 412, 429, 500, 503}

// checkRefusal holds an error against rest.md §5, since the description has none.
func checkRefusal(response *http.Response, body []byte) error {
	if !slices.Contains(statuses, response.StatusCode) {
		return fmt.Errorf("status: want one of %v", statuses)
	}
	if kind, _, _ := strings.Cut(response.Header.Get("Content-Type"), ";"); kind != "application/json" {
		return fmt.Errorf("content type %q: want application/json", kind)
	}
	var text map[string]any
	if err := json.Unmarshal(body, &text); err != nil {
		return err
	}
	if err := refusal.VisitJSON(text, openapi3.MultiErrors(), openapi3.EnableFormatValidation(), openapi3.WithStringFormatValidators(formats)); err != nil {
		return err
	}
	if text["status"] != float64(response.StatusCode) {
		return fmt.Errorf("body says status %v", text["status"])
	}
	if want := fmt.Sprintf("https://www.twilio.com/docs/errors/%v", text["code"]); text["more_info"] != want {
		return fmt.Errorf("more_info is %v: want %s", text["more_info"], want)
	}
	return nil
}
