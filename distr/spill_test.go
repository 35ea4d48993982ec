package distr

import (
	"bytes"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func spillOf(n int) (pulls []writtenPull) {
	for i := range n {
		pulls = append(pulls, writtenPull{
			who: tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Credential: "crd_1"},
			record: PullRecord{ID: PullID(fmt.Sprint("pul_", i)), Customer: "globex", Token: "crd_1", TokenName: "Clüster\n\"1\"", Count: 2, Pull: entitlement.Pull{
				Time: time.Date(2026, 3, 1, 12, 0, i, 1000, time.UTC), Repository: "acme/app", Reference: "1.4.2", Digest: entitlement.SHA256(nil), Version: "1.4.2",
				Allowed: true, Reason: entitlement.Granted, Bytes: 1 << 60, Cut: true, Client: "<crane>", Address: netip.MustParseAddr("fe80::1"),
			}},
		})
	}
	return pulls
}

func opened(t *testing.T, path string) (*spillFile, bool) {
	t.Helper()
	s, cut, err := openSpill(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.close() })
	return s, cut
}

func TestSpilledComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pulls.spill")
	s, cut := opened(t, path)
	require.False(t, cut)
	require.True(t, s.empty())
	want := spillOf(7)
	require.NoError(t, s.add(want[:3]))
	require.NoError(t, s.add(want[3:]))
	for range 2 { // the second is another process
		got, upTo, broken, err := s.next(5)
		require.NoError(t, err)
		require.Zero(t, broken)
		require.Equal(t, want[:5], got)
		require.NoError(t, s.done(upTo))
		got, _, _, err = s.next(5)
		require.NoError(t, err)
		require.Equal(t, want[5:], got)
		require.False(t, s.empty())
		s, cut = opened(t, path)
		require.False(t, cut)
	}
	_, upTo, _, err := s.next(100)
	require.NoError(t, err)
	require.NoError(t, s.done(upTo))
	require.True(t, s.empty())
	require.NoError(t, s.add(want[:1]))
	s, _ = opened(t, path)
	got, _, _, err := s.next(100)
	require.NoError(t, err)
	require.Equal(t, want[:1], got)
}

// TestSpillAfterACrash cuts the file off at each of its bytes, and spoils each of
// them. Nothing is read that was not written, and the lines that are whole are.
func TestSpillAfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pulls.spill")
	s, _ := opened(t, path)
	want := spillOf(3)
	require.NoError(t, s.add(want))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	header := len(spillHeader)
	for end := 0; end < len(text); end += 31 {
		require.NoError(t, os.WriteFile(path, text[:end], 0o600))
		s, cut, err := openSpill(path)
		require.NoError(t, err)
		whole := max(0, bytes.Count(text[:end], []byte("\n"))-1)
		require.Equal(t, end > header && text[end-1] != '\n', cut)
		got, _, broken, err := s.next(100)
		require.NoError(t, err)
		require.Zero(t, broken)
		require.Equal(t, want[:whole], append([]writtenPull{}, got...))
		require.NoError(t, s.add(want[:1]), "and it goes on")
		got, _, broken, err = s.next(100)
		require.NoError(t, err)
		require.Zero(t, broken)
		require.Len(t, got, whole+1)
		require.NoError(t, s.close())
	}
	for i := header; i < len(text); i += 53 {
		spoilt := bytes.Clone(text)
		spoilt[i] ^= 1
		require.NoError(t, os.WriteFile(path, spoilt, 0o600))
		s, _, err := openSpill(path)
		require.NoError(t, err)
		got, _, _, err := s.next(100)
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(got), 1)
		for _, p := range got {
			require.Contains(t, want, p)
		}
		require.NoError(t, s.close())
	}
}

func TestSpillRefuses(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "notes.txt")
	require.NoError(t, os.WriteFile(other, []byte("buy milk\n"), 0o600))
	longer := filepath.Join(folder, "longer.txt")
	require.NoError(t, os.WriteFile(longer, bytes.Repeat([]byte("buy milk\n"), 100), 0o600))
	for _, tt := range []struct{ name, path, want string }{
		{"another file", other, "it holds something else"},
		{"a longer one", longer, "it holds something else"},
		{"a folder", folder, folder},
		{"a device", "/dev/null", "it is not a file"},
		{"no such folder", filepath.Join(folder, "none", "pulls.spill"), "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := New(nil, Config{}).KeepPulls(t.Context(), PullLog{Spill: tt.path})
			require.ErrorContains(t, err, "keeping the pull log")
			require.ErrorContains(t, err, tt.want)
		})
	}
	text, err := os.ReadFile(other)
	require.NoError(t, err)
	require.Equal(t, "buy milk\n", string(text), "it was left alone")
}

// TestFullDisk lets the spill file take nothing when the store takes nothing. A
// file that is open for reading only is as good as a disk that is full.
func TestFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pulls.spill")
	s, _ := opened(t, path)
	h := New(nil, Config{})
	h.pulls.resize(10)
	k := &pullKeeper{hub: h, book: h.pulls, spill: s, failing: true, paused: true}
	v := h.Vendor("acme")
	pull := func(n int) {
		require.Error(t, v.LogPull(t.Context(), tenant.Principal{Customer: "globex"}, entitlement.Pull{
			Repository: "acme/app", Reference: fmt.Sprint(n), Version: fmt.Sprint(n), Allowed: true, Reason: entitlement.Granted}), "nobody keeps it")
	}
	writable := s.file
	full, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, full.Close()) }()
	s.file = full
	for n := range 15 {
		pull(n)
		k.spillAll()
	}
	require.Equal(t, PullLogState{Waiting: 10, Lost: 5}, h.PullLog())
	require.True(t, s.empty())
	k.complain()
	require.EqualValues(t, 5, k.said)

	s.file = writable
	k.spillAll()
	require.Equal(t, PullLogState{Lost: 5}, h.PullLog())
	got, _, broken, err := s.next(100)
	require.NoError(t, err)
	require.Zero(t, broken)
	require.Len(t, got, 10)
	require.Equal(t, "0", got[0].record.Version, "in their order")
	require.Equal(t, "9", got[9].record.Version)
}

// TestTheBookIsBounded logs more pulls than are remembered.
func TestTheBookIsBounded(t *testing.T) {
	b := newPullBook()
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	entry := func(p tenant.Principal, pull entitlement.Pull) (PullRecord, error) {
		return PullRecord{ID: PullID(pull.Version), Customer: p.Customer, Count: 1, Pull: pull}, nil
	}
	log := func(n int) {
		who := tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: tenant.CustomerID(fmt.Sprint(n))}
		require.NoError(t, b.log(who, entitlement.Pull{Time: at, Repository: "acme/app", Version: fmt.Sprint(n), Allowed: true, Reason: entitlement.Granted}, entry))
		require.NoError(t, b.log(who, entitlement.Pull{Time: at, Repository: "acme/app", Reference: fmt.Sprint(n), Reason: entitlement.Unknown}, entry))
	}
	write := func() {
		for pulls := b.take(true); len(pulls) > 0; pulls = b.take(true) {
			b.settle(len(pulls))
		}
	}
	for n := range maxOpenPulls * 3 / 4 {
		if log(n); n%1000 == 0 {
			write()
		}
		require.LessOrEqual(t, len(b.open), maxOpenPulls)
		require.LessOrEqual(t, len(b.last), maxOpenPulls)
		require.LessOrEqual(t, len(b.refused), maxOpenPulls)
	}
	write()
	waiting, lost := b.counts()
	require.Zero(t, waiting)
	require.Zero(t, lost)
	require.Greater(t, len(b.open), maxOpenPulls/2)
	b.tidy(at.Add(maxPullMemory))
	require.Empty(t, b.open)
	require.Empty(t, b.last)
	require.Empty(t, b.refused)
}

// BenchmarkLogPull logs what belongs to entries that are there, and what begins
// one.
func BenchmarkLogPull(b *testing.B) {
	h := New(nil, Config{})
	h.pulls.keepers.Add(1)
	v := h.Vendor("acme")
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Credential: "crd_g3xqk2v7n5bd4ayt"}
	pull := entitlement.Pull{Repository: "acme/app", Reference: "1.4.2", Version: "1.4.2", Allowed: true, Reason: entitlement.Granted, Bytes: 1000, Client: "containerd/2.1.0"}
	b.Run("pull", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = v.LogPull(b.Context(), who, pull)
		}
	})
	b.Run("sent", func(b *testing.B) {
		b.ReportAllocs()
		s := entitlement.Sent{Repository: "acme/app", Version: "1.4.2", Versions: []string{"1.4.2"}, Bytes: 1000}
		for b.Loop() {
			_ = v.LogSent(b.Context(), who, s)
		}
	})
	b.Run("begin", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			who := who
			who.Customer = tenant.CustomerID(fmt.Sprint(i))
			if _ = v.LogPull(b.Context(), who, pull); i%1000 == 0 {
				for pulls := h.pulls.take(true); len(pulls) > 0; pulls = h.pulls.take(true) {
					h.pulls.settle(len(pulls))
				}
			}
		}
	})
}
