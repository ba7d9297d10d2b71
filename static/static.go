// Package static holds the assets that pages refer to: one stylesheet (the files of css/ joined), one script (app.js and sheet.js joined), one sprite of
// icons, one favicon. They are embedded, and served from memory under an address that contains the hash of them all, so that
// browsers may keep them for ever. Start reading at URL; css/tokens.css says in its head how the stylesheet is built.
package static

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Prefix is the path under which Handler expects to be mounted.
const Prefix = "/static/"

//go:embed css app.js sheet.js icons.svg favicon.svg
var files embed.FS

// sources are the files of each asset, in the order in which they are joined.
func sources() map[string][]string {
	return map[string][]string{
		"app.css": {"css/tokens.css", "css/base.css", "css/frame.css", "css/parts.css", "css/tables.css", "css/forms.css",
			"css/dialog.css", "css/synchronize.css", "css/looks.css", "css/settings.css", "css/plans.css", "css/prices.css",
			"css/stacked.css", "css/shop.css", "css/states.css"},
		"app.js":      {"app.js", "sheet.js"},
		"icons.svg":   {"icons.svg"},
		"favicon.svg": {"favicon.svg"},
	}
}

// bundle is all assets by name, with the hash of them all. It never changes after it was loaded.
type bundle struct {
	hash   string
	assets map[string][]byte
}

// contentType is stated here, because the tables of the operating system differ from machine to machine.
func contentType(name string) string {
	switch {
	case strings.HasSuffix(name, ".css"):
		return "text/css; charset=utf-8"
	case strings.HasSuffix(name, ".js"):
		return "text/javascript; charset=utf-8"
	default:
		return "image/svg+xml"
	}
}

// load reads the assets once. A source that is not embedded leaves an empty bundle; the test over all names finds that.
var load = sync.OnceValue(func() bundle {
	b := bundle{assets: map[string][]byte{}}
	sum := sha256.New()
	names := sources()
	for _, name := range slices.Sorted(maps.Keys(names)) {
		var parts [][]byte
		for _, source := range names[name] {
			content, err := files.ReadFile(source)
			if err != nil {
				return bundle{}
			}
			parts = append(parts, content)
		}
		b.assets[name] = bytes.Join(parts, []byte("\n"))
		sum.Write(b.assets[name])
	}
	b.hash = hex.EncodeToString(sum.Sum(nil))[:12]
	return b
})

// URL returns the address of the asset, for example "/static/0f3a9c12be47/app.css". It changes when any asset changes.
func URL(name string) string { return Prefix + load().hash + "/" + name }

// Handler serves the assets from memory. The current address is cached for ever; one with another hash (a page of the
// version before or after this one, while both are running) is answered too, but must be asked for again each time.
func Handler() http.Handler {
	b := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		content, found := b.assets[name]
		if !found || hash == "" {
			http.NotFound(w, r)
			return
		}
		header := w.Header()
		header.Set("Content-Type", contentType(name))
		header.Set("ETag", `"`+b.hash+`"`)
		header.Set("Cache-Control", "no-cache")
		if hash == b.hash {
			header.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	})
}

// Has reports whether path is the address of an asset, so that the caller can answer other paths with its own page.
func Has(path string) bool {
	hash, name, _ := strings.Cut(strings.TrimPrefix(path, Prefix), "/")
	_, found := load().assets[name]
	return found && hash != "" && strings.HasPrefix(path, Prefix)
}
