package attacks_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCustomersWriteNothing: whatever a customer tries to write or to delete
// (CVE-2026-41888), at every path there is, is refused, and afterwards there is
// not one byte more, less or other in the registry and in the database, but for
// the log of who asked.
func TestCustomersWriteNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	content := held(t, app, old)
	manifest, layer, foreign := content[0], content[3], held(t, app, next)[4]
	const none = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
	targets := []struct{ name, target string }{
		{"the root", "/v2/"},
		{"the catalog", "/v2/_catalog"},
		{"the tag that is held", "/v2/acme/app/manifests/1.4.2"},
		{"a tag that is not held", "/v2/acme/app/manifests/2.0.0"},
		{"a tag that is not there", "/v2/acme/app/manifests/latest"},
		{"a signature", "/v2/acme/app/manifests/sha256-" + manifest.digest.Hex + ".sig"},
		{"the manifest", "/v2/acme/app/manifests/" + manifest.digest.String()},
		{"the manifest with a tag (end-7b)", "/v2/acme/app/manifests/" + manifest.digest.String() + "?tag=latest&tag=2.0.0"},
		{"a blob", "/v2/acme/app/blobs/" + layer.digest.String()},
		{"a blob that is not held", "/v2/acme/app/blobs/" + foreign.digest.String()},
		{"a blob that is not there", "/v2/acme/app/blobs/" + none},
		{"the tags", "/v2/acme/app/tags/list"},
		{"the referrers", "/v2/acme/app/referrers/" + manifest.digest.String()},
		{"an upload", "/v2/acme/app/blobs/uploads/"},
		{"an upload at once", "/v2/acme/app/blobs/uploads/?digest=" + none},
		{"a mount of a blob that is held", "/v2/acme/app/blobs/uploads/?mount=" + layer.digest.String() + "&from=acme/app"},
		{"a mount of one that is not (CVE-2024-39897)", "/v2/acme/app/blobs/uploads/?mount=" + foreign.digest.String() + "&from=acme/tool"},
		{"a mount from wherever it is", "/v2/acme/app/blobs/uploads/?mount=" + foreign.digest.String()},
		{"a mount into what is not held", "/v2/acme/tool/blobs/uploads/?mount=" + layer.digest.String() + "&from=acme/app"},
		{"an upload under way", "/v2/acme/app/blobs/uploads/6ba7b810-9dad-11d1-80b4-00c04fd430c8?digest=" + none},
		{"an upload that is a path", "/v2/acme/app/blobs/uploads/..%2f..%2f..%2fx"},
		{"a repository that is not held", "/v2/acme/tool/manifests/7.0.0"},
		{"a repository that is not there", "/v2/acme/nothing/manifests/1"},
	}
	before := s.state(t)
	for shop, customers := range map[*shop][]string{s.acme: {globex, initech, hooli, wayne, stark}, s.umbra: {globex}} {
		for _, who := range customers {
			authorization := shop.bearer(t, who)
			for _, tt := range targets {
				t.Run(fmt.Sprintf("%s/%s/%s", shop.config.Vendor, who, tt.name), func(t *testing.T) {
					for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "COPY", "MOVE", "LINK"} {
						body := string(manifest.body)
						got := wire(t, shop.host, request(method, tt.target, shop.host, authorization,
							"Content-Type: application/vnd.oci.image.index.v1+json", fmt.Sprintf("Content-Length: %d", len(body)))+body, method)
						require.Len(t, got, 1)
						want := []int{403}
						if method != "POST" && method != "PUT" && method != "PATCH" {
							want = []int{405}
						}
						if strings.Contains(tt.target, "%") {
							want = []int{400}
						}
						require.Contains(t, want, got[0].status, "%s %s: %s", method, tt.target, got[0].body)
						require.Empty(t, got[0].header.Get("Location"))
						require.True(t, got[0].closes, "nothing of the body is taken for a request")
					}
				})
			}
		}
	}
	require.Equal(t, before, s.state(t))
	for _, asked := range s.loose.heard() {
		require.NotContains(t, []string{"POST", "PUT", "PATCH", "DELETE"}, strings.Fields(asked)[0])
	}
	begun := one(t, s.acme.host, "POST", "/v2/acme/app/blobs/uploads/", s.acme.bearer(t, staff), "Content-Length: 0")
	require.Equal(t, 202, begun.status, begun.body)
	require.NotEqual(t, before, s.state(t), "what staff write is seen")
}

// state is what is kept, by name: every file of the registry, and every row of the
// database but the log of pulls, without when somebody was seen last.
func (s *site) state(t *testing.T) map[string]string {
	t.Helper()
	s.loose.heard()
	kept := map[string]string{} // a hash of each file
	root := filepath.Join(s.folder, "registry")
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			kept[path] = "a folder"
			return err
		}
		content, err := os.ReadFile(path)
		kept[path] = fmt.Sprintf("%x", sha256.Sum256(content))
		return err
	}))
	require.Greater(t, len(kept), 100)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(s.folder, "distr.db")+"?mode=ro")
	require.NoError(t, err)
	defer db.Close()
	// What a virtual table keeps lies in tables of its own.
	for _, table := range rows(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('pulls', 'sqlite_sequence') AND sql NOT LIKE 'CREATE VIRTUAL%'") {
		columns := rows(t, db, "SELECT name FROM pragma_table_info('"+table+"') WHERE name NOT IN ('used', 'pulled', 'scanned')")
		kept[table] = strings.Join(rows(t, db, "SELECT "+strings.Join(columns, ", ")+" FROM "+table), "\n")
	}
	require.NotEmpty(t, kept["events"])
	require.NotEmpty(t, kept["items"])
	return kept
}

// rows are the rows of an answer, as text.
func rows(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	answer, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer answer.Close()
	names, err := answer.Columns()
	require.NoError(t, err)
	for answer.Next() {
		values, into := make([]sql.RawBytes, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		require.NoError(t, answer.Scan(into...))
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = string(v)
		}
		all = append(all, strings.Join(texts, "|"))
	}
	require.NoError(t, answer.Err())
	return all
}
