package storetest

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
)

// text writes a record in full, so that two are the same if their texts are. It
// tells apart what == or JSON would not: a time in UTC from one elsewhere, a
// manifest that is nil from one that is empty. An empty list and a nil one are
// the same to it: the contract does not tell them apart.
func text(record any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(record))
	return b.String()
}

func write(b *strings.Builder, v reflect.Value) {
	switch x := v.Interface().(type) {
	case time.Time:
		b.WriteString(instant(x))
		return
	case entitlement.Digest:
		fmt.Fprintf(b, "digest(%s)", x)
		return
	case entitlement.Versions:
		fmt.Fprintf(b, "versions%q", x.Terms())
		return
	case netip.Addr:
		fmt.Fprintf(b, "address(%s)", x)
		return
	case license.Currency:
		fmt.Fprintf(b, "currency(%s)", x)
		return
	case entitlement.Login:
		fmt.Fprintf(b, "login(%q, %q)", x.Username, x.Reveal())
		return
	case distr.Actor:
		fmt.Fprintf(b, "actor(%q, %q, %s)", x.Name, x.Via, x.Address)
		if x != (distr.Actor{Name: x.Name, Via: x.Via, Address: x.Address}) {
			b.WriteString(", with what they may do")
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		b.WriteString(strconv.Quote(v.String()))
	case reflect.Bool, reflect.Int64, reflect.Int32, reflect.Int:
		fmt.Fprint(b, v.Interface())
	case reflect.Array:
		fmt.Fprintf(b, "%x", v.Interface())
	case reflect.Slice:
		writeSlice(b, v)
	case reflect.Map:
		lines := make([]string, 0, v.Len())
		for _, key := range v.MapKeys() {
			lines = append(lines, text(key.Interface())+": "+text(v.MapIndex(key).Interface()))
		}
		slices.Sort(lines)
		fmt.Fprintf(b, "{%s}", strings.Join(lines, ", "))
	case reflect.Struct:
		b.WriteString("{")
		for i := range v.NumField() {
			b.WriteString(" " + v.Type().Field(i).Name + ": ")
			write(b, v.Field(i)) // panics at an unexported field: then it wants a case of its own
		}
		b.WriteString(" }")
	default:
		panic(fmt.Sprintf("storetest: text cannot write a %s", v.Type()))
	}
}

func writeSlice(b *strings.Builder, v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		switch {
		case v.IsNil():
			b.WriteString("no bytes")
		case v.Len() > 4096: // nobody would read that
			fmt.Fprintf(b, "%d bytes of sha256:%x", v.Len(), sha256.Sum256(v.Bytes()))
		default:
			fmt.Fprintf(b, "%q", v.Bytes())
		}
		return
	}
	b.WriteString("[")
	for i := range v.Len() {
		b.WriteString("\n  ")
		write(b, v.Index(i))
	}
	b.WriteString("]")
}

// instant writes a time and everything about it that a store must not keep.
func instant(t time.Time) string {
	s := "never"
	if !t.IsZero() {
		s = t.Format(time.RFC3339Nano)
	}
	if t.Location() != time.UTC {
		s += " in " + t.Location().String() + ", not UTC"
	}
	if t != t.Round(0) {
		s += ", with a reading of the monotonic clock"
	}
	return s
}
