package assign

import (
	"fmt"
	"net/url"
	"strings"
)

// The parameters that say which instruction a form holds.
const (
	paramInstruction = "Instruction"
	paramStatus      = "ReservationStatus"
)

// ParseForm reads an instruction from the parameters of the API's update of a
// reservation (lifecycle.md §3.4): "Instruction" with that instruction's
// parameters, or "ReservationStatus", which says accept with "accepted" and
// reject with "rejected". Instruction wins over ReservationStatus
// (lifecycle.md §2.7); both are read in any case.
//
// A form with neither, or with another status, holds no instruction: ParseForm
// returns nil and no error, and what the form wants is the API's own business.
//
// Values are read as the texts of [Parse] are. A list comes as one parameter
// several times, as a text with commas, or as both; of any other parameter that
// comes twice the first counts, and the empty text counts as absent where Parse
// says so. Parameters the instruction does not know are ignored (rest.md §1),
// also those of other instructions. The API has supervise only in the task's
// view of a reservation: whoever serves the worker's view refuses it.
//
// The error is an [*Error] whose problems name the parameters, in the order of
// the instruction's fields: [CodeUnknown] for an unknown instruction, else the
// codes of Parse.
func ParseForm(values url.Values) (Instruction, error) {
	i, err := formInstruction(values)
	if i == nil || err != nil {
		return nil, err
	}
	var ps problems
	f := i.form()
	ps.read(f, asForm, func(field *field) (scalar, bool) { return ps.take(values, field) })
	ps.check(i, asForm)
	if err := ps.err(string(i.Name())); err != nil {
		return nil, err
	}
	return i, nil
}

// formInstruction makes the instruction that the form names.
func formInstruction(values url.Values) (Instruction, error) {
	name := Name(strings.ToLower(values.Get(paramInstruction)))
	if name == "" {
		for _, i := range newInstructions() {
			if status := i.form().status; status != "" && strings.EqualFold(status, values.Get(paramStatus)) {
				return i, nil
			}
		}
		return nil, nil
	}
	if i, known := newInstruction(name); known {
		return i, nil
	}
	return nil, fail("form", Problem{
		Code: CodeUnknown, Key: paramInstruction, Found: values.Get(paramInstruction), Want: wantInstruction(),
	})
}

// take returns the value of a field's parameter, the values of a list joined
// with commas.
func (ps *problems) take(values url.Values, field *field) (scalar, bool) {
	given := values[field.param]
	if len(given) == 0 {
		given = values[field.also]
	}
	if len(given) == 0 {
		return scalar{}, false
	}
	if _, isList := field.at.(list); !isList {
		given = given[:1]
	}
	size := len(given)
	for _, text := range given {
		size += len(text)
	}
	if size > MaxAnswerBytes {
		ps.add(field.bad(asForm, given[0], fmt.Sprintf("at most %d bytes", MaxAnswerBytes)))
		return scalar{}, false
	}
	return scalar{isString, strings.Join(given, ",")}, true
}

// MarshalForm returns the parameters with which the API is told an instruction:
// what [ParseForm] reads back as the same. Accept and reject are spelled as a
// ReservationStatus. Zero values are left out, and so is Extra: what only an
// answer in JSON has no parameter for. A nil Instruction gives an empty form.
//
// The error is that of [Validate], naming the parameters.
func MarshalForm(i Instruction) (url.Values, error) {
	values := make(url.Values)
	if i == nil {
		return values, nil
	}
	if err := validate(i, asForm); err != nil {
		return nil, err
	}
	f := i.form()
	if f.status != "" {
		values.Set(paramStatus, f.status)
	} else {
		values.Set(paramInstruction, string(i.Name()))
	}
	for n := range f.fields {
		field := &f.fields[n]
		if field.at.isZero() {
			continue
		}
		if _, isList := field.at.(list); isList {
			values[field.param] = strings.Split(field.text(), ",")
		} else {
			values.Set(field.param, field.text())
		}
	}
	return values, nil
}
