package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
)

// TestEventIDSeq reads the number that an ID says, and takes nothing else for one.
func TestEventIDSeq(t *testing.T) {
	for _, tt := range []struct {
		id   distr.EventID
		want int64
	}{
		{"evt_42_g3xqk2v7n5bd4ayt", 42},
		{"evt_9223372036854775807_x", 9223372036854775807},
		{"evt_1_", 1},
		{"", 0},
		{"evt_", 0},
		{"evt_42", 0},
		{"evt__x", 0},
		{"evt_0_x", 0},
		{"evt_-1_x", 0},
		{"evt_+1_x", 0},
		{"evt_042_x", 0},
		{"evt_4 2_x", 0},
		{"evt_9223372036854775808_x", 0},
		{"evt_19f1d8ce200_g3xqk2v7n5bd4ayt", 0},
		{"evt_6b86b273ff34fce19d6b804eff", 0},
		{"run_42_x", 0},
		{" evt_42_x", 0},
	} {
		t.Run(string(tt.id), func(t *testing.T) {
			seq, says := tt.id.Seq()
			require.Equal(t, tt.want, seq)
			require.Equal(t, tt.want != 0, says)
		})
	}
}

// TestEventIDs looks whether new events say their numbers, and are found by them.
func TestEventIDs(t *testing.T) {
	v := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	for _, id := range []string{"Globex", "Initech"} {
		_, err := v.CreateCustomer(t.Context(), distr.NewCustomer{Name: id})
		require.NoError(t, err)
	}
	events, err := v.Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	require.Len(t, events, 2)
	for _, e := range events {
		seq, says := e.ID.Seq()
		require.True(t, says, e.ID)
		require.Equal(t, e.Seq, seq)
		found, err := v.Events(t.Context(), distr.EventQuery{ID: e.ID})
		require.NoError(t, err)
		require.Len(t, found, 1)
		require.Equal(t, e.Seq, found[0].Seq)
	}
}
