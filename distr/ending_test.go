package distr_test

import (
	"errors"
	"reflect"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// letterOf is how a call ended.
func letterOf(err error) string {
	switch {
	case err == nil:
		return "+"
	case errors.Is(err, tenant.ErrForbidden):
		return "-"
	case errors.Is(err, tenant.ErrNotFound):
		return "."
	case errors.Is(err, tenant.ErrUnauthenticated):
		return "u"
	}
	return "!"
}

// whose says of a list whose entries are in it.
func whose(list reflect.Value, ended error) string {
	if page, is := list.Interface().(distr.CustomerPage); is {
		list = reflect.ValueOf(page.Rows)
	}
	var entry reflect.Type
	switch kind := list.Type(); {
	case kind.Kind() == reflect.Slice:
		entry = kind.Elem()
	case kind.Kind() == reflect.Func && kind.CanSeq2(): // a text does, too
		entry = kind.In(0).In(0)
	}
	if ended != nil || entry == nil || customerOf(reflect.Zero(entry)) == nil {
		return " "
	}
	seen := map[bool]bool{}
	for _, e := range entriesOf(list) {
		seen[*customerOf(e) == "globex"] = true
	}
	switch {
	case seen[true] && seen[false]:
		return "*"
	case seen[true]:
		return "g"
	case seen[false]:
		return "x"
	}
	return "0"
}

// entriesOf are those of a list, or what an iterator yields first of each pair.
func entriesOf(list reflect.Value) (all []reflect.Value) {
	if list.Kind() != reflect.Slice {
		for e := range list.Seq2() {
			all = append(all, e)
		}
		return all
	}
	for i := range list.Len() {
		all = append(all, list.Index(i))
	}
	return all
}

// customerOf is whose an entry is, or nil if it does not say.
func customerOf(entry reflect.Value) *tenant.CustomerID {
	switch e := entry.Interface().(type) {
	case tenant.CustomerID:
		return &e
	case tenant.Customer:
		return &e.ID
	}
	if entry.Kind() != reflect.Struct || !entry.FieldByName("Customer").IsValid() {
		return nil
	}
	return customerOf(entry.FieldByName("Customer"))
}
